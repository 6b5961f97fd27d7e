/* show_text.c - an X12 file on the page: envelopes in words, a heading for each transaction set, its segments below.
 *
 * Findings about an envelope segment become known only with the step after it.  So each step begins by printing what was found about the
 * envelopes since the last one, which puts it right under the segment it is about. */
#include "cli/show.h"

#include <string.h>

enum { WORDS_COLUMN = 5, MOST_NUMBER_BYTES = 40 };

static slice date_of(struct show *s, slice date)
{
    static const struct elem as_date = { .type = ELEM_DT };
    slice text = show_readable(s->scratch, &as_date, date);
    return text.len > 0 ? text : date;
}

static slice time_of(struct show *s, slice time)
{
    static const struct elem as_time = { .type = ELEM_TM };
    slice text = show_readable(s->scratch, &as_time, time);
    return text.len > 0 ? text : time;
}

/* Words and a value after them; nothing when there is no value. */
static void also(struct page *page, const char *what, slice value)
{
    if (value.len == 0) return;
    page_wrap(page, STYLE_PLAIN, slice_of(what), WORDS_COLUMN);
    page_wrap(page, STYLE_STRONG, value, WORDS_COLUMN);
}

static void explained(struct show *s, const char *segment, unsigned element, slice code)
{
    slice meaning = show_envelope_meaning(s, segment, element, code);
    if (meaning.len > 0) page_wrap(&s->page, STYLE_MEANING, arena_printf(s->scratch, " (%.*s)", SLICE_ARG(meaning)), WORDS_COLUMN);
}

static void begin_words(struct page *page, const char *id)
{
    page_line(page);
    page_puts(page, STYLE_STRONG, id);
    page_to(page, WORDS_COLUMN);
}

/* ---- envelopes ---- */

static void party(struct show *s, const char *what, slice qualifier, slice meaning, slice id)
{
    const char *equals = meaning.len > 0 ? " = " : "";
    also(&s->page, what, id.len > 0 ? id : SLICE("nobody"));
    if (qualifier.len == 0) return;
    slice text = arena_printf(s->scratch, " (%.*s%s%.*s)", SLICE_ARG(qualifier), equals, SLICE_ARG(meaning));
    page_wrap(&s->page, STYLE_MEANING, text, WORDS_COLUMN);
}

static void interchange(struct show *s, const struct x12_interchange *i)
{
    struct page *page = &s->page;
    slice usage = show_envelope_meaning(s, "ISA", 15, i->isa[15]);
    if (i->ordinal > 1) page_empty_line(page);
    begin_words(page, "ISA");
    page_puts(page, STYLE_PLAIN, "interchange");
    also(page, " ", i->isa[13]);
    if (usage.len == 0) also(page, ", usage ", i->isa[15]);
    else page_wrap(page, STYLE_STRONG, arena_printf(s->scratch, ", %.*s data", SLICE_ARG(usage)), WORDS_COLUMN);
    also(page, ", ", date_of(s, i->isa[9]));
    also(page, " ", time_of(s, i->isa[10]));
    also(page, ", version ", i->isa[12]);
    if (slice_is(i->isa[14], "1")) page_wrap(page, STYLE_PLAIN, SLICE(", a TA1 is asked for"), WORDS_COLUMN);
    page_line(page);
    page_to(page, WORDS_COLUMN);
    party(s, "from ", i->isa[5], show_envelope_meaning(s, "ISA", 5, i->isa[5]), i->isa[6]);
    party(s, " to ", i->isa[7], show_envelope_meaning(s, "ISA", 7, i->isa[7]), i->isa[8]);
    page_line(page);
}

/* Its parties are named only when they are others than those of the interchange. */
static void group(struct show *s, const struct x12_group *g, const struct x12_interchange *i)
{
    struct page *page = &s->page;
    begin_words(page, "GS");
    page_puts(page, STYLE_PLAIN, "group");
    also(page, " ", g->gs[6]);
    also(page, " of ", g->gs[1]);
    explained(s, "GS", 1, g->gs[1]);
    also(page, ", ", date_of(s, g->gs[4]));
    also(page, " ", time_of(s, g->gs[5]));
    also(page, ", release ", g->gs[8]);
    if (!slice_eq(g->gs[2], i->isa[6]) || !slice_eq(g->gs[3], i->isa[8])) {
        also(page, ", from ", g->gs[2]);
        also(page, " to ", g->gs[3]);
    }
    page_line(page);
}

/* A TA1 answers an interchange that went the other way. */
static void answer(struct show *s, const slice *ta1)
{
    struct page *page = &s->page;
    begin_words(page, "TA1");
    page_puts(page, STYLE_PLAIN, "answer to interchange");
    also(page, " ", ta1[1]);
    also(page, " of ", date_of(s, ta1[2]));
    also(page, " ", time_of(s, ta1[3]));
    also(page, ": ", ta1[4]);
    explained(s, "TA1", 4, ta1[4]);
    also(page, ", note ", ta1[5]);
    explained(s, "TA1", 5, ta1[5]);
    page_line(page);
}

static void count(struct page *page, unsigned n, const char *one, const char *many)
{
    page_printf(page, STYLE_PLAIN, ", %u %s", n, n == 1 ? one : many);
    page_line(page);
}

static void group_end(struct show *s, const struct x12_group *g)
{
    if (g->sets > 0) page_empty_line(&s->page);
    begin_words(&s->page, "GE");
    page_puts(&s->page, STYLE_PLAIN, "end of group");
    also(&s->page, " ", g->gs[6]);
    count(&s->page, g->sets, "transaction set", "transaction sets");
}

static void interchange_end(struct show *s, const struct x12_interchange *i)
{
    begin_words(&s->page, "IEA");
    page_puts(&s->page, STYLE_PLAIN, "end of interchange");
    also(&s->page, " ", i->isa[13]);
    count(&s->page, i->groups, "group", "groups");
}

/* ---- transaction sets ---- */

static void rule(struct page *page, unsigned until)
{
    char dashes[PAGE_COLUMNS];
    memset(dashes, '-', sizeof dashes);
    unsigned from = page->column + 1;
    page_to(page, from);
    if (from < until) page_put(page, STYLE_FAINT, (slice){ dashes, until - from });
}

/* "13 segments, sound", at the right end of the heading. */
static void verdict(struct show *s, const struct document_step *step)
{
    size_t findings = step->diags->count + step->diags->dropped;
    enum severity worst = step->diags->worst;
    slice count = arena_printf(s->scratch, "%u segments, ", step->segments), words = SLICE("sound");
    enum style style = findings == 0 ? STYLE_PLAIN : worst <= SEV_WARN ? STYLE_WARNING : STYLE_WRONG;
    if (findings > 0) words = arena_printf(s->scratch, "%zu finding%s: %s", findings, findings == 1 ? "" : "s", show_severity(worst));
    unsigned columns = page_columns(count) + page_columns(words) + 1;
    rule(&s->page, columns < PAGE_COLUMNS ? PAGE_COLUMNS - columns : 0);
    page_to(&s->page, s->page.column + 1);
    page_put(&s->page, STYLE_PLAIN, count);
    page_put(&s->page, style, words);
    page_line(&s->page);
}

static void heading(struct show *s, const struct document_step *step, const struct names *names, const struct facts *facts)
{
    struct page *page = &s->page;
    slice title = show_set_title(s, step);
    page_empty_line(page);
    page_put(page, STYLE_HEADING, step->set_id);
    if (title.len > 0) page_to(page, page->column + 1);
    page_put(page, STYLE_HEADING, title);
    if (facts->number.len > 0) page_to(page, page->column + 1);
    page_put(page, STYLE_HEADING, slice_sub(facts->number, 0, MOST_NUMBER_BYTES));
    page_puts(page, STYLE_PLAIN, ", set ");
    page_put(page, STYLE_STRONG, step->set_control);
    if (step->schema != NULL && step->schema->guide.len > 0) {
        page_to(page, page->column + 1);
        page_put(page, STYLE_MEANING, arena_printf(s->scratch, "(guide %.*s)", SLICE_ARG(step->schema->guide)));
    }
    verdict(s, step);
    if (!names->borrowed) return;
    page_to(page, WORDS_COLUMN);
    if (names->schema == NULL) page_puts(page, STYLE_FAINT, "There is no grammar for this set: its segments are shown as they are.");
    else page_wrap(page, STYLE_FAINT, arena_printf(s->scratch, "There is no grammar for this set: names are those of release %.*s, loops are not known.",
                                                   SLICE_ARG(names->schema->release)), WORDS_COLUMN);
    page_line(page);
}

/* Words and values one after the other, as many on a line as fit. */
static void summary(struct show *s, const struct facts *facts)
{
    struct page *page = &s->page;
    page_to(page, WORDS_COLUMN);
    for (unsigned i = 0; i < facts->count; i++) {
        const struct fact *f = &facts->items[i];
        unsigned columns = page_columns(f->label) + 2 + page_columns(f->value);
        if (i > 0 && page->column + 3 + columns > PAGE_COLUMNS) page_line(page);
        page_to(page, page->column > 0 ? page->column + 3 : WORDS_COLUMN);
        page_wrap(page, STYLE_FAINT, f->label, WORDS_COLUMN);
        page_puts(page, STYLE_FAINT, ":");
        page_to(page, page->column + 1);
        page_wrap(page, STYLE_PLAIN, f->value, WORDS_COLUMN);
    }
    page_line(page);
}

static void dropped(struct page *page, const struct diags *diags)
{
    if (diags->dropped == 0) return;
    page_to(page, WORDS_COLUMN);
    page_printf(page, STYLE_WARNING, "… and %zu more findings, which are not shown", diags->dropped);
    page_line(page);
}

static void set(struct show *s, const struct document_step *step)
{
    struct names names = show_names(s, step);
    struct margin margin = show_margin(step->arena, step->diags);
    struct outline outline = outline_make(step->arena, step->tree);
    struct facts facts = show_facts(step->arena, step, &names);
    heading(s, step, &names, &facts);
    summary(s, &facts);
    s->lines = 0;
    for (uint32_t row = 0; row < outline.n_rows; row++) {
        show_segment(s, &names, &outline, row, step->tree, &margin);
        arena_reset(s->scratch);
    }
    show_margin_rest(&s->page, &margin);
    dropped(&s->page, step->diags);
}

/* ---- the file ---- */

/* New findings of the lists around the step: those about other segments than `own`, or all when it is null. */
static void tell(struct show *s, const char *own)
{
    for (unsigned which = 0; which < 2; which++) {
        const struct diags *diags = s->lists[which];
        if (diags == NULL) continue;
        for (; s->told[which] < diags->count; s->told[which]++) {
            const struct diag *diag = &diags->items[s->told[which]];
            if (own != NULL && show_is_about(diag, own)) break;
            show_finding(&s->page, diag);
        }
    }
}

void show_text_begin(struct show *s) { page_begin(&s->page, stdout); }

void show_text_step(struct show *s, const struct document_step *step)
{
    static const char *const own[] = { [DOCUMENT_INTERCHANGE] = "ISA", [DOCUMENT_TA1] = "TA1", [DOCUMENT_GROUP] = "GS", [DOCUMENT_SET] = "ST",
                                       [DOCUMENT_GROUP_END] = "GE", [DOCUMENT_INTERCHANGE_END] = "IEA", [DOCUMENT_END] = "" };
    tell(s, own[step->event]);
    switch (step->event) {
    case DOCUMENT_INTERCHANGE: interchange(s, step->interchange); break;
    case DOCUMENT_TA1: answer(s, step->ta1); break;
    case DOCUMENT_GROUP: group(s, step->group, step->interchange); break;
    case DOCUMENT_SET: set(s, step); break;
    case DOCUMENT_GROUP_END: group_end(s, step->group); break;
    case DOCUMENT_INTERCHANGE_END: interchange_end(s, step->interchange); break;
    case DOCUMENT_END: break;
    }
    tell(s, NULL);
    arena_reset(s->scratch);
}
