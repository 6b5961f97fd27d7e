/* instance.h - read-only looks at an instance, for the reporting commands. */
#ifndef CLI_INSTANCE_H
#define CLI_INSTANCE_H

#include "base/buf.h"
#include "cli/cli.h"
#include "store/store.h"

/* Open the instance's store for reading.  0, or an exit code after saying why not. */
int instance_store(struct cli *cli, struct store **out);
/* Parse the only options of reporting commands (--json).  0 or an exit code. */
int instance_options(const struct command *command, int argc, char **argv, bool *json, int *first, bool *done);
/* "2026-11-24 09:15" of an instant, UTC. */
slice instance_time(struct arena *arena, instant t);
/* Print the JSON and free the buffer. */
void instance_json(struct buf *text);

#endif
