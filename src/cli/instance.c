/* instance.c - see instance.h. */
#include "cli/instance.h"

#include "base/err.h"
#include "base/fsys.h"

#include <fcntl.h>
#include <sys/stat.h>

int instance_store(struct cli *cli, struct store **out)
{
    const char *path = arena_cstr(cli->arena, arena_printf(cli->arena, "%s/state/crossdock.db", cli->instance));
    const char *settings = arena_cstr(cli->arena, arena_printf(cli->arena, "%s/crossdock.xml", cli->instance));
    struct stat st;
    if (fsys_stat(AT_FDCWD, settings, &st) != 0)
        return cli_fail(EXIT_USAGE, "%s is no instance (no crossdock.xml there); name one with -C, or make one with `crossdock init`", cli->instance);
    bool fresh = fsys_stat(AT_FDCWD, path, &st) != 0;
    int err = store_open(path, !fresh, out);
    return err != 0 ? cli_error(path, err) : 0;
}

int instance_options(const struct command *command, int argc, char **argv, bool *json, int *first, bool *done)
{
    const struct option_row options[] = { { "json", NULL, "print JSON", NULL, json }, { 0 } };
    return cli_options(command, options, argc, argv, first, done);
}

slice instance_time(struct arena *arena, instant t)
{
    char text[21];
    instant_iso(t, text);
    return arena_printf(arena, "%.10s %.5s", text, text + 11);
}

void instance_json(struct buf *text)
{
    buf_putc(text, '\n');
    cli_put(stdout, buf_slice(text));
    buf_free(text);
}
