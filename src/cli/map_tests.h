/* map_tests.h - running the tests that lie beside maps: binds map/test.h to files, items and tables. */
#ifndef CLI_MAP_TESTS_H
#define CLI_MAP_TESTS_H

#include "cli/reading.h"
#include "map/test.h"

/* Run tests in the files or folders named (null-terminated), or all beside the maps found.  Prints each result; exit code. */
int map_tests(struct cli *cli, struct reading *reading, char **paths, bool json);
/* What a test needs to be carried out, for those who run tests to other ends. */
struct map_bench;
struct map_bench *map_bench_new(struct cli *cli, struct reading *reading);
void map_bench_free(struct map_bench *bench);
/* Reads the document, items and tables of a test; for map_test_env.open, with the bench as context. */
bool map_bench_given(void *bench, const struct map *m, const char *folder, const char *file, struct arena *arena, struct map_test_given *out,
                     struct diags *diags);
/* Writes an output as the program would; for map_test_env.write. */
bool map_bench_write(void *bench, const struct map *m, const struct tree *output, struct arena *arena, slice *bytes, struct diags *diags);
/* Is the file's root element <map>? */
bool map_is_map(const char *path);

#endif
