/* map_tests.h - running the tests that lie beside maps: binds map/test.h to files, items and tables. */
#ifndef CLI_MAP_TESTS_H
#define CLI_MAP_TESTS_H

#include "cli/reading.h"

/* Run tests in the files or folders named (null-terminated), or all beside the maps found.  Prints each result; exit code. */
int map_tests(struct cli *cli, struct reading *reading, char **paths, bool json);
/* Is the file's root element <map>? */
bool map_is_map(const char *path);

#endif
