/* set_writer.h - the output of a map whose target is a set, as X12: segments by the set's own order, the set's frame, an envelope around it.
 *
 * Control numbers, addresses and delimiters are agreed with a partner and given; nothing here counts or remembers. */
#ifndef ENGINE_SET_WRITER_H
#define ENGINE_SET_WRITER_H

#include "schema/flat.h"
#include "x12/write_tree.h"

struct set_writer;
struct set_writer *set_writer_new(struct arena *arena, const struct flat *flat);

struct set_envelope {
    struct x12_delims delims;
    bool line_ends;                     /* "\n" after each segment */
    enum x12_characters characters;
    struct x12_address from, to;
    instant at;
    char usage;                         /* P, T or I */
    uint32_t interchange_control, group_control;
    const char *set_control;            /* four to nine digits */
};

/* The one that is used where nothing was agreed: numbers 1, senders that nobody has. */
struct set_envelope set_envelope_default(const struct set_writer *w, instant at);

/* ST to SE, into a writer whose group is open.  False with findings, and nothing is written. */
bool set_write_body(const struct set_writer *w, struct x12_writer *to, const char *control, enum x12_characters characters,
                    const struct tree *tree, const struct x12_places *places, struct diags *diags);
/* A whole interchange of this one set, appended to `out`. */
bool set_write(const struct set_writer *w, const struct set_envelope *envelope, const struct tree *tree, struct buf *out,
               const struct x12_places *places, struct diags *diags);

#endif
