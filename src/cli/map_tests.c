/* map_tests.c - see map_tests.h. */
#include "cli/map_tests.h"

#include "base/err.h"
#include "base/fsys.h"
#include "xml/xml.h"

#include <fcntl.h>

enum { MAP_MAX_BYTES = 16 << 20 };

bool map_is_map(const char *path)
{
    struct buf text = BUF_INIT(MAP_MAX_BYTES);
    struct arena *arena = arena_new();
    struct diags quiet;
    diags_init(&quiet, arena, 1);
    bool is = false;
    if (fsys_read_file(AT_FDCWD, path, &text) == 0) {
        struct source source = { .name = path, .bytes = buf_slice(&text), .fd = -1 };
        struct xml_node *root = xml_parse(arena, &source, &quiet);
        /* What cannot be read is checked, so that it is complained about. */
        is = root == NULL || slice_is(root->name, "map");
    }
    arena_free(arena);
    buf_free(&text);
    return is;
}

int map_tests(struct cli *cli, struct reading *reading, char **paths, bool json)
{
    (void)cli;
    (void)reading;
    (void)paths;
    (void)json;
    return cli_fail(EXIT_USAGE, "map test is not there yet");
}
