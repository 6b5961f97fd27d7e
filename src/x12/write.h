/* write.h - writes X12 segments and envelopes; counts SE01, GE01 and IEA01 itself.
 *
 * A delimiter or control byte inside data is replaced by a blank and counted in `replaced` (X12 has no escape).  Trailing empty elements
 * and components are dropped.  The buffer's sticky error is the only one; ask once, at x12_write_end(). */
#ifndef X12_WRITE_H
#define X12_WRITE_H

#include "base/buf.h"
#include "base/date.h"
#include "x12/reader.h"

struct x12_writer {
    struct buf *out;
    struct x12_delims delims;
    bool line_ends;                 /* "\n" after each terminator */
    unsigned segments, sets, groups;
    unsigned empty_run;             /* separators owed … */
    unsigned empty_components;      /* … and of components */
    unsigned replaced;
    char set_control[10], group_control[10], interchange_control[10];
};

struct x12_address {                /* one side of an envelope */
    slice isa_qualifier, isa_id, gs_id;
};

void x12_write_begin(struct x12_writer *w, struct buf *out, const struct x12_delims *delims, bool line_ends);
/* `version` like "00401"; `control` up to 9 digits; `usage` P, T or I. */
void x12_write_isa(struct x12_writer *w, const struct x12_address *from, const struct x12_address *to, instant at, const char *version,
                   uint32_t control, bool want_ta1, char usage);
void x12_write_gs(struct x12_writer *w, const char *functional_id, slice from, slice to, instant at, uint32_t control, slice release);
void x12_write_st(struct x12_writer *w, const char *set_id, const char *control);
/* With ST03, the implementation convention (from 005010 on). */
void x12_write_st_by(struct x12_writer *w, const char *set_id, const char *control, slice convention);
/* One segment: id, then elements, then end. */
void x12_write_segment(struct x12_writer *w, const char *id);
void x12_write_element(struct x12_writer *w, slice value);
void x12_write_int(struct x12_writer *w, uint64_t value);
void x12_write_component(struct x12_writer *w, slice value);    /* next component of the element written last */
void x12_write_end(struct x12_writer *w);
void x12_write_se(struct x12_writer *w);
void x12_write_ge(struct x12_writer *w);
void x12_write_iea(struct x12_writer *w);

#endif
