/* record_kit.h - the first record of a text as a tree, for tests of maps that read records. */
#ifndef KIT_RECORD_KIT_H
#define KIT_RECORD_KIT_H

#include "record/record.h"

struct kit_record { struct record_reader *reader; };    /* what was read points into it */

__attribute__((unused)) static void kit_record_stop(struct kit_record *kit)
{
    record_reader_free(kit->reader);
    kit->reader = NULL;
}

__attribute__((unused)) static bool kit_record_read(struct kit_record *kit, const struct schema *layout, const struct source *source,
                                                    struct tree *tree, struct diags *diags)
{
    kit_record_stop(kit);
    kit->reader = record_reader_new(layout, source, diags);
    return kit->reader && record_reader_next(kit->reader, tree) == RECORD_STEP_RECORD;
}

#endif
