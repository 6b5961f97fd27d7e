/* record_input.h - a file of records for a map that reads them: opened, its format found out, one record after the other.
 *
 * A map names a layout; the file may be of any variant of it (prima:invoice-csv beside prima:invoice), whose records have the same groups and
 * fields.  Which one it is, its first bytes say. */
#ifndef ENGINE_RECORD_INPUT_H
#define ENGINE_RECORD_INPUT_H

#include "base/buf.h"
#include "record/record.h"

struct record_input {
    const struct schema *layout;        /* that the file is of */
    struct source source;
    struct buf bytes;
    struct record_reader *reader;
};

/* `layout` is the map's source.  0, E_BAD with findings, or an error of reading; to be closed in any case, but not before the findings are told,
   as they point into the file.  Findings go to `diags` as long as it is open. */
int record_input_open(struct record_input *in, struct arena *arena, const struct schema_path *schemas, const struct schema *layout, const char *path,
                      struct diags *diags);
enum record_step record_input_next(struct record_input *in, struct tree *tree);
void record_input_close(struct record_input *in);

#endif
