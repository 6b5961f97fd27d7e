/* envelope.c - what ISA, GS and ST say and whether SE, GE and IEA agree with it.
 *
 * Elements of ISA and GS are checked for what makes them usable, by two tables; whether a partner or release is known is the engine's
 * business, and the exact lengths of ST and SE elements are the schema's.  What must stay true: each fault of the envelope has its own
 * code, because TA1, AK9 and AK5 are made of them. */
#include "base/date.h"
#include "x12/state.h"

static bool has_bytes(slice s) { return s.len > 0; }
static bool is_two(slice s) { return s.len == 2; }
static bool is_date6(slice s) { date d; return s.len == 6 && date_parse6(s, &d); }
static bool is_date8(slice s) { date d; return s.len == 8 && date_parse8(s, &d); }
static bool is_time4(slice s) { return s.len == 4 && time_is_valid(s); }
static bool is_time(slice s) { return s.len >= 4 && s.len <= 8 && time_is_valid(s); }
static bool is_agency(slice s) { return slice_is(s, "X") || slice_is(s, "T"); }
static bool is_release(slice s) { return s.len >= 1 && s.len <= 12; }
static bool is_ack_flag(slice s) { return slice_is(s, "0") || slice_is(s, "1"); }
static bool is_usage(slice s) { return slice_is(s, "P") || slice_is(s, "T") || slice_is(s, "I"); }
static bool is_control(slice s) { uint64_t n; return s.len <= CONTROL_BYTES && slice_to_u64(s, 999999999, &n); }
static bool is_version(slice s) { uint64_t n; return s.len == 5 && slice_to_u64(s, 99999, &n); }

struct element_check {
    unsigned element;
    enum x12_finding finding;
    bool (*is_sound)(slice value);
};

static const struct element_check isa_checks[] = {
    { 1, X12_ISA01_QUALIFIER, is_two }, { 3, X12_ISA03_QUALIFIER, is_two },
    { 5, X12_ISA05_QUALIFIER, is_two }, { 6, X12_ISA06_SENDER, has_bytes },
    { 7, X12_ISA07_QUALIFIER, is_two }, { 8, X12_ISA08_RECEIVER, has_bytes },
    { 9, X12_ISA09_DATE, is_date6 }, { 10, X12_ISA10_TIME, is_time4 },
    { 12, X12_ISA12_VERSION, is_version }, { 13, X12_ISA13_CONTROL, is_control },
    { 14, X12_ISA14_ACK, is_ack_flag }, { 15, X12_ISA15_USAGE, is_usage }
};
static const struct element_check gs_checks[] = {
    { 1, X12_GS01_ID, is_two }, { 2, X12_GS02_SENDER, has_bytes }, { 3, X12_GS03_RECEIVER, has_bytes },
    { 4, X12_GS04_DATE, is_date8 }, { 5, X12_GS05_TIME, is_time },
    { 6, X12_GS06_CONTROL, is_control }, { 7, X12_GS07_AGENCY, is_agency }, { 8, X12_GS08_RELEASE, is_release }
};
#define CHECKS(table) table, sizeof(table) / sizeof *(table)

static slice text_of(const struct x12_reader *r, struct span s)
{
    return span_is_absent(s) ? (slice){ 0 } : (slice){ r->window.text + s.off, s.len };
}

static struct place element_place(const struct opened *o, unsigned element)
{
    struct place p = o->place;
    p.element = (uint16_t)element;
    if (element <= o->elements && element <= ISA_ELEMENTS) {
        p.offset = o->at[element];
        p.length = o->len[element];
    }
    return p;
}

/* Remember where the elements are: by the next call the window may have moved. */
static void remember(struct x12_reader *r, enum x12_kind kind, struct place place, const struct span *spans, unsigned n_spans)
{
    struct opened *o = &r->opened;
    *o = (struct opened){ .pending = true, .kind = kind, .place = place, .elements = n_spans - 1 };
    uint64_t after = place.offset;
    for (unsigned k = 0; k < n_spans && k <= ISA_ELEMENTS; k++) {
        /* An absent element is where the one before it ended, behind the separator. */
        o->at[k] = span_is_absent(spans[k]) ? after : window_offset(&r->window, spans[k].off);
        o->len[k] = spans[k].len;
        after = o->at[k] + o->len[k] + 1;
    }
}

void envelope_open_isa(struct x12_reader *r, const struct isa *isa, uint32_t at)
{
    struct x12_interchange *x = &r->interchange;
    *x = (struct x12_interchange){ .delims = isa->delims, .offset = window_offset(&r->window, at), .ordinal = x->ordinal + 1, .segments = 1 };
    memcpy(r->isa_text, r->window.text + at, isa->len < sizeof r->isa_text ? isa->len : sizeof r->isa_text);
    for (unsigned k = 0; k <= ISA_ELEMENTS; k++) {
        struct span s = isa->spans[k];
        bool absent = span_is_absent(s);
        r->isa_spans[k] = absent || s.len == 0 ? SPAN_ABSENT : (struct span){ at + s.off, s.len };
        x->isa[k] = absent ? (slice){ 0 } : isa_trim((slice){ r->isa_text + s.off, s.len });
    }
    remember(r, X12_ISA, x12_place(r, at, isa->len, "ISA", 1, 0), r->isa_spans, ISA_ELEMENTS + 1);
    memcpy(r->opened.isa, isa->spans, sizeof r->opened.isa);
    r->opened.damage = isa->damage;
    r->opened.refused = X12_N_FINDINGS;
    r->ta1s = 0;
    r->version_told = false;
    seen_clear(&r->groups_seen);
}

void envelope_open_gs(struct x12_reader *r, const struct span *spans)
{
    struct x12_group *g = &r->group;
    unsigned n = r->segment.n_spans;
    *g = (struct x12_group){ .offset = window_offset(&r->window, r->segment.off), .ordinal = ++r->interchange.groups };
    for (unsigned k = 0; k < n && k <= GS_ELEMENTS; k++) {
        slice value = isa_trim(text_of(r, spans[k]));
        if (value.len > GS_KEEP) value.len = GS_KEEP;
        if (value.len) memcpy(r->gs_text[k], value.ptr, value.len);
        g->gs[k] = (slice){ r->gs_text[k], value.len };
    }
    remember(r, X12_GS, x12_place(r, r->segment.off, r->segment.len, "GS", r->interchange.segments, 0), spans, n);
    seen_clear(&r->sets_seen);
}

static void keep_text(char *to, size_t room, slice from)
{
    memset(to, 0, room);
    if (from.len) memcpy(to, from.ptr, from.len < room ? from.len : room - 1);
}

void envelope_open_st(struct x12_reader *r, const struct span *spans)
{
    unsigned n = r->segment.n_spans;
    r->st01 = n > 1 ? spans[1] : SPAN_ABSENT;
    r->st02 = n > 2 ? spans[2] : SPAN_ABSENT;
    r->st03 = n > 3 ? spans[3] : SPAN_ABSENT;
    keep_text(r->set_id, sizeof r->set_id, text_of(r, r->st01));
    keep_text(r->set_control, sizeof r->set_control, text_of(r, r->st02));
    r->group.sets++;
    r->set_start = r->segment.off;
    r->set_segments = 1;
    r->elements_told = false;
    r->opened.pending = true;
    r->opened.kind = X12_ST;
    r->opened.elements = n - 1;
}

static void run_checks(struct x12_reader *r, const slice *values, const struct element_check *checks, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned k = checks[i].element;
        if (k > r->opened.elements || checks[i].is_sound(values[k])) continue;
        x12_find(r, checks[i].finding, element_place(&r->opened, k), values[k], NO_ARG, NO_ARG, NO_ARG);
    }
}

/* Characters, not bytes: a no-break space in UTF-8 is one. */
static unsigned characters(slice s)
{
    unsigned n = 0;
    for (size_t i = 0; i < s.len; i++) n += ((uint8_t)s.ptr[i] & 0xc0) != 0x80;
    return n;
}

/* What a web page makes of a blank, in ISO-8859-1 or UTF-8; not the last byte of another character. */
static bool ends_with_no_break_space(slice s)
{
    if (s.len == 0 || (uint8_t)s.ptr[s.len - 1] != 0xa0) return false;
    uint8_t before = s.len > 1 ? (uint8_t)s.ptr[s.len - 2] : ' ';
    return before < 0x80 || before == 0xa0 || before == 0xc2;
}

/* Elements of ISA have fixed lengths and are padded with blanks; say it once, with the first that has another, or other padding. */
static void check_padding(struct x12_reader *r)
{
    static const uint8_t widths[ISA_ELEMENTS] = { 0, 2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1 };
    unsigned wrong = 0, first = 0, length = 0, no_break = 0;
    for (unsigned k = ISA_ELEMENTS - 1; k > 0; k--) {
        const struct span s = r->opened.isa[k];
        const slice value = { r->isa_text + s.off, s.len };
        unsigned n = characters(value);
        if (ends_with_no_break_space(value)) no_break = k;
        else if (n != widths[k]) wrong++, first = k, length = n;
    }
    struct number_text element;
    if (no_break) x12_find(r, X12_ISA_NO_BREAK, element_place(&r->opened, no_break), slice_sub(number_slice(&element, 100 + no_break), 1, 2), NO_ARG,
                           NO_ARG, NO_ARG);
    if (wrong) x12_find(r, X12_ISA_PADDING, element_place(&r->opened, first), NUMBER(wrong), slice_sub(number_slice(&element, 100 + first), 1, 2),
                        NUMBER(length), NUMBER(widths[first]));
}

/* What had to be interpreted in the ISA's delimiters. */
static void check_isa_damage(struct x12_reader *r)
{
    const struct x12_interchange *x = &r->interchange;
    const struct x12_delims *d = &x->delims;
    unsigned damage = r->opened.damage;
    struct place place16 = element_place(&r->opened, 16), place = r->opened.place;
    slice terminator = { d->terminator, d->terminator_len };
    if (damage & ISA_NO_COMPONENT) x12_find(r, X12_ISA16_MISSING, place16, terminator, NO_ARG, NO_ARG, NO_ARG);
    if (damage & ISA_BAD_COMPONENT) {
        slice isa16 = { r->isa_text + r->opened.isa[16].off, r->opened.isa[16].len };
        x12_find(r, X12_ISA16_SEPARATOR, place16, isa16, NO_ARG, NO_ARG, NO_ARG);
    }
    if (damage & ISA_WIDE_COMPONENT) x12_find(r, X12_ISA16_MULTIBYTE, place16, NUMBER(place16.length), NO_ARG, NO_ARG, NO_ARG);
    if (d->terminator_len > 1) x12_find(r, X12_TERMINATOR_MULTIBYTE, place, NUMBER(d->terminator_len), NO_ARG, NO_ARG, NO_ARG);
    if (damage & ISA_NO_REPETITION) x12_find(r, X12_ISA11_IGNORED, element_place(&r->opened, 11), x->isa[11], NO_ARG, NO_ARG, NO_ARG);
    if (damage & ISA_BLANKS) damage_count(r, X12_BLANKS_AT_TERMINATOR, place, 1);
}

static bool is_blank_text(slice s)
{
    return slice_trim(s).len == 0;
}

/* 00 says that there is nothing to read in the element after it; any other qualifier that there is. */
static void check_information(struct x12_reader *r, unsigned qualifier, enum x12_finding finding)
{
    const slice *isa = r->interchange.isa;
    if (isa[qualifier].len != 2 || slice_is(isa[qualifier], "00") == is_blank_text(isa[qualifier + 1])) return;
    x12_find(r, finding, element_place(&r->opened, qualifier + 1), isa[qualifier + 1], isa[qualifier], NO_ARG, NO_ARG);
}

/* Before 00402 ISA11 names the standard, and U is the only one there is; a delimiter there is noted as ignored. */
static void check_standard(struct x12_reader *r)
{
    slice standard = r->interchange.isa[11], version = r->interchange.isa[12];
    if (!is_version(version) || slice_cmp(version, SLICE("00402")) >= 0 || slice_is(standard, "U")) return;
    if (standard.len && !byte_is_alnum(standard.ptr[0])) return;
    x12_find(r, X12_ISA11_STANDARD, element_place(&r->opened, 11), standard, NO_ARG, NO_ARG, NO_ARG);
}

/* The structure of the envelope is that of 002001 to the releases of today; later ones are not known to keep it. */
static void check_version(struct x12_reader *r)
{
    slice version = r->interchange.isa[12];
    if (!is_version(version) || (slice_cmp(version, SLICE("00200")) >= 0 && slice_cmp(version, SLICE("00900")) < 0)) return;
    x12_find(r, X12_ISA12_UNSUPPORTED, element_place(&r->opened, 12), version, NO_ARG, NO_ARG, NO_ARG);
}

static void check_isa(struct x12_reader *r)
{
    const struct opened *o = &r->opened;
    damage_report(r);
    if (o->refused != X12_N_FINDINGS) x12_find(r, o->refused, o->culprit_place, (slice){ o->culprit, o->culprit_len }, NO_ARG, NO_ARG, NO_ARG);
    check_padding(r);
    if (o->refused == X12_N_FINDINGS) check_isa_damage(r);
    run_checks(r, r->interchange.isa, CHECKS(isa_checks));
    check_information(r, 1, X12_ISA02_AUTHORIZATION);
    check_information(r, 3, X12_ISA04_SECURITY);
    check_standard(r);
    check_version(r);
}

/* "00401" and "004010" are the same version; Amazon sends 00400 for it too. */
static bool versions_agree(slice isa12, slice gs08)
{
    bool is_4010 = slice_is(isa12, "00400") || slice_is(isa12, "00401");
    return slice_eq(isa12, slice_sub(gs08, 0, 5)) || (is_4010 && slice_starts(gs08, SLICE("0040")));
}

static void check_gs(struct x12_reader *r)
{
    const struct x12_group *g = &r->group;
    const struct opened *o = &r->opened;
    if (o->elements != GS_ELEMENTS)
        x12_find(r, o->elements < GS_ELEMENTS ? X12_GS_ELEMENTS : X12_GS_EXTRA, o->place, NUMBER(o->elements), NO_ARG, NO_ARG, NO_ARG);
    /* Before release 004010 dates have six digits. */
    bool old_date = is_date6(g->gs[4]) && slice_starts(g->gs[8], SLICE("00")) && slice_cmp(g->gs[8], SLICE("004010")) < 0;
    struct x12_group checked = *g;
    if (old_date) checked.gs[4] = SLICE("20000101");
    run_checks(r, checked.gs, CHECKS(gs_checks));
    if (is_control(g->gs[6]) && seen_add(&r->groups_seen, g->gs[6]))
        x12_find(r, X12_GS06_DUPLICATE, element_place(o, 6), g->gs[6], NO_ARG, NO_ARG, NO_ARG);
    slice isa12 = r->interchange.isa[12];
    if (!r->version_told && is_version(isa12) && is_release(g->gs[8]) && !versions_agree(isa12, g->gs[8])) {
        x12_find(r, X12_VERSION_DIFFERS, element_place(o, 8), isa12, g->gs[8], NO_ARG, NO_ARG);
        r->version_told = true;
    }
}

/* The place of ST itself or of one of its elements; ST is still the current segment. */
static struct place st_place(const struct x12_reader *r, unsigned element)
{
    struct span s = element == 1 ? r->st01 : element == 2 ? r->st02 : element == 3 ? r->st03 : SPAN_ABSENT;
    /* An empty ST02 is behind the separator that follows ST01. */
    bool behind = element == 2 && r->opened.elements >= 2 && !span_is_absent(r->st01);
    if (span_is_absent(s)) s = behind ? (struct span){ r->st01.off + r->st01.len + 1, 0 } : (struct span){ r->segment.off, r->segment.len };
    return x12_place(r, s.off, s.len, "ST", 1, element);
}

/* From 005010 on ST03 may name an implementation guide; it begins with the release that the group says. */
static void check_convention(struct x12_reader *r)
{
    slice st03 = text_of(r, r->st03), release = slice_sub(r->group.gs[8], 0, 6);
    if (st03.len == 0 || slice_cmp(release, SLICE("005010")) < 0 || slice_starts(st03, release)) return;
    x12_find(r, X12_ST03_CONVENTION, st_place(r, 3), st03, release, NO_ARG, NO_ARG);
}

static void check_st(struct x12_reader *r)
{
    unsigned elements = r->opened.elements;
    check_convention(r);
    slice id = text_of(r, r->st01), control = text_of(r, r->st02);
    if (elements < 2) x12_find(r, X12_ST_ELEMENTS, st_place(r, 0), NUMBER(elements), NO_ARG, NO_ARG, NO_ARG);
    if (id.len != 3) x12_find(r, X12_ST01_ID, st_place(r, 1), id, NO_ARG, NO_ARG, NO_ARG);
    if (control.len < 1 || control.len > CONTROL_BYTES) x12_find(r, X12_ST02_CONTROL, st_place(r, 2), control, NO_ARG, NO_ARG, NO_ARG);
    else if (seen_add(&r->sets_seen, control)) x12_find(r, X12_ST02_DUPLICATE, st_place(r, 2), control, NO_ARG, NO_ARG, NO_ARG);
}

void envelope_check_opened(struct x12_reader *r)
{
    r->opened.pending = false;
    switch (r->opened.kind) {
    case X12_ISA: check_isa(r); break;
    case X12_GS: check_gs(r); break;
    default: check_st(r); break;
    }
}
