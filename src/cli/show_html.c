/* show_html.c - an X12 file as one page, written while it is read: no script, nothing from outside, every foreign byte escaped.
 *
 * Each transaction set has a heading, its facts, the findings with links to their places, and its segments: loops set in, levels (HL) as
 * sections that fold.  Sections nest as deep as a page can show and no deeper, whatever the document nests.  The head of the page is
 * written when its first set is known, whose name is the page's title. */
#include "cli/show.h"

#include "base/html.h"
#include "base/render.h"
#include "schema/business.h"

enum { PAGE_BYTES = 1 << 16, PAGE_MOST_BYTES = 1 << 30, MOST_LEVELS = 10, MOST_LOOPS = 8, FINDING_MAX_BYTES = 64 * 1024 };

static void flush(struct show *s)
{
    cli_put(stdout, buf_slice(&s->text));
    buf_clear(&s->text);
}

static char class_of(enum severity severity) { return severity == SEV_NOTE ? 'n' : severity == SEV_WARN ? 'w' : show_is_hold(severity) ? 'h' : 'r'; }

/* ---- findings ---- */

static void message(struct buf *out, const struct diag *diag, bool with_hint)
{
    struct buf text = BUF_INIT(FINDING_MAX_BYTES);
    buf_printf(out, "<b>%s</b> ", show_severity(diag->severity));
    diag_message(&text, diag);
    html_text(out, buf_slice(&text));
    buf_printf(out, " <code>%s</code>", diag->def->code);
    buf_clear(&text);
    if (with_hint) diag_hint(&text, diag);
    html_element(out, "span", NULL, buf_slice(&text));
    buf_free(&text);
}

static void in_place(struct show *s, const struct diag *diag)
{
    buf_printf(&s->text, "<p class=\"find %c\">", class_of(diag->severity));
    message(&s->text, diag, true);
    buf_puts(&s->text, "</p>\n");
}

/* The place as people say it, a link to the segment. */
static void place(struct show *s, const struct diag *diag)
{
    const struct place *p = &diag->place;
    struct place plain = *p;
    struct buf text = BUF_INIT(1024);
    plain.source = NULL;
    memset(plain.set_control, 0, sizeof plain.set_control);
    if (p->segment == 0) return;
    diag_place(&text, &plain);
    size_t end = slice_find(buf_slice(&text), '(');         /* bytes are for programs */
    buf_printf(&s->text, "<a href=\"#d%us%u\">", s->sets, p->segment);
    html_text(&s->text, slice_trim(slice_sub(buf_slice(&text), 0, end)));
    buf_puts(&s->text, "</a> ");
    buf_free(&text);
}

/* In the order of their places; what to do about them is said where they are. */
static void findings(struct show *s, const struct diags *diags, const struct margin *margin)
{
    size_t n = diags->count + diags->dropped;
    if (n == 0) return;
    buf_printf(&s->text, "<h2 class=\"count\">%zu %s</h2>\n<ol class=\"finds\">\n", n, n == 1 ? "finding" : "findings");
    for (size_t i = 0; i < margin->count; i++) {
        buf_printf(&s->text, "<li class=\"%c\">", class_of(margin->items[i]->severity));
        place(s, margin->items[i]);
        message(&s->text, margin->items[i], false);
        buf_puts(&s->text, "</li>\n");
    }
    buf_puts(&s->text, "</ol>\n");
    if (diags->dropped > 0) buf_printf(&s->text, "<p class=\"quiet\">%zu more are not shown.</p>\n", diags->dropped);
}

/* ---- one segment ---- */

static void field(struct show *s, const struct cell *cell, uint64_t remarks)
{
    struct buf *out = &s->text;
    bool is_bad = (cell->first < 64 && (remarks >> cell->first & 1)) || (cell->last < 64 && (remarks >> cell->last & 1));
    buf_puts(out, "<div><dt><i>");
    html_text(out, show_reference(s->scratch, cell));
    buf_puts(out, "</i> ");
    html_text(out, show_label(s->scratch, cell, false));
    buf_printf(out, "</dt><dd%s>", cell->value.len == 0 ? " class=\"none\"" : is_bad ? " class=\"bad\"" : "");
    html_text(out, cell->value.len > 0 ? cell->value : SLICE("not sent"));
    if (cell->meaning.len > 0) buf_puts(out, " ");
    html_element(out, "span", NULL, cell->meaning);
    buf_puts(out, "</dd></div>\n");
}

static void segment(struct show *s, const struct names *names, const struct tree *tree, uint32_t group, struct margin *margin)
{
    struct buf *out = &s->text;
    uint32_t number = tree->group[group].number;
    uint64_t remarks = show_margin_at(margin, number) & ~(uint64_t)1;
    const struct segment_def *def = show_definition(names, tree, group);
    const slice *values = show_values(s->scratch, tree, group);
    struct cells cells = show_cells(s->scratch, def, values, tree->group[group].fields, (struct show_delims){ tree->component, tree->repetition }, remarks);
    buf_printf(out, "<div class=\"seg\" id=\"d%us%u\"><span class=\"no\">%u</span>", s->sets, number, number);
    html_element(out, "span", "id", values[0]);
    html_element(out, "span", "name", show_title(s, s->scratch, names, tree, group, def));
    buf_puts(out, "<dl>\n");
    for (unsigned i = 0; i < cells.count; i++) field(s, &cells.items[i], remarks);
    buf_puts(out, "</dl></div>\n");
    const struct diag *diag;
    while ((diag = show_margin_take(margin, UINT16_MAX, UINT16_MAX, UINT16_MAX)) != NULL) in_place(s, diag);
}

/* ---- sections ---- */

/* The sections that are open: levels, then the loops in the innermost one. */
struct sections {
    unsigned levels, loops;
    uint32_t loop[MOST_LOOPS];          /* groups */
};

static void close_loops(struct show *s, struct sections *open, unsigned keep)
{
    for (; open->loops > keep; open->loops--) buf_puts(&s->text, "</section>\n");
}

static void close_levels(struct show *s, struct sections *open, unsigned keep)
{
    close_loops(s, open, 0);
    for (; open->levels > keep; open->levels--) buf_puts(&s->text, "</details>\n");
}

/* Loops around a segment inside its level, the outermost first; beyond MOST_LOOPS the outermost ones. */
static unsigned loops_of(const struct tree *tree, uint32_t group, uint32_t loops[MOST_LOOPS])
{
    unsigned n = outline_loops(tree, group), at = n;
    uint32_t g = group;
    while (at-- > 0) {
        g = tree->group[g].parent;
        if (at < MOST_LOOPS) loops[at] = g;
    }
    return n < MOST_LOOPS ? n : MOST_LOOPS;
}

static void go_to_loops(struct show *s, struct sections *open, const struct tree *tree, uint32_t group)
{
    uint32_t loops[MOST_LOOPS];
    unsigned n = loops_of(tree, group, loops), same = 0;
    while (same < n && same < open->loops && open->loop[same] == loops[same]) same++;
    close_loops(s, open, same);
    for (; open->loops < n; open->loops++) {
        open->loop[open->loops] = loops[open->loops];
        buf_puts(&s->text, "<section class=\"loop\">\n");
    }
}

/* What a level goes by: the order, the label of the pack, the item. */
static slice key_of(const struct outline *outline, uint32_t row, const struct tree *tree)
{
    uint32_t level = outline->rows[row].level;
    for (unsigned k = 0; k < business_n_levels; k++) {
        const struct business_level *b = &business_levels[k];
        for (uint32_t i = row; i < outline->n_rows && outline->rows[i].level == level; i++) {
            if (!slice_is(tree_field(tree, outline->rows[i].group, 0), b->id)) continue;
            unsigned value = b->key.pair > 0 ? b->key.pair + 1u : b->key.elements[1] > 0 ? b->key.elements[1] : b->key.elements[0];
            return tree_field(tree, outline->rows[i].group, value);
        }
    }
    return NO_ARG;
}

static void open_level(struct show *s, struct sections *open, const struct names *names, const struct outline *outline, uint32_t row,
                       const struct tree *tree)
{
    const struct level *level = &outline->levels[outline->rows[row].level];
    struct buf *out = &s->text;
    close_levels(s, open, level->depth < MOST_LEVELS ? level->depth : MOST_LEVELS - 1);
    buf_puts(out, "<details class=\"hl\" open><summary>");
    html_element(out, "b", NULL, show_level_word(names, tree, level->segment));
    html_element(out, "span", NULL, key_of(outline, row, tree));
    if (level->depth >= MOST_LEVELS) buf_printf(out, "<small>%u levels down</small>", (unsigned)level->depth);
    buf_puts(out, "</summary>\n");
    html_element(out, "p", "odd", show_level_fault(s->scratch, tree, level));
    open->levels++;
}

static void segments(struct show *s, const struct names *names, const struct document_step *step, struct margin *margin)
{
    struct outline outline = outline_make(step->arena, step->tree);
    struct sections open = { 0 };
    buf_puts(&s->text, "<div class=\"body\">\n");
    for (uint32_t row = 0; row < outline.n_rows; row++) {
        uint32_t group = outline.rows[row].group, level = outline.rows[row].level;
        if (level == OUTLINE_NONE) close_levels(s, &open, 0);
        else if (outline.levels[level].segment == group) open_level(s, &open, names, &outline, row, step->tree);
        if (!names->borrowed && (level == OUTLINE_NONE || outline.levels[level].segment != group)) go_to_loops(s, &open, step->tree, group);
        segment(s, names, step->tree, group, margin);
        arena_reset(s->scratch);
        if (s->text.len > PAGE_BYTES) flush(s);
    }
    close_levels(s, &open, 0);
    const struct diag *diag;
    while ((diag = show_margin_left(margin)) != NULL) in_place(s, diag);
    buf_puts(&s->text, "</div>\n");
}

/* ---- sets ---- */

/* The head of the page, before its first content. */
static void head(struct show *s, slice title, slice number)
{
    if (s->has_head) return;
    struct buf before = s->text;            /* what was written already stands in the body */
    s->text = BUF_INIT(PAGE_MOST_BYTES);
    s->has_head = true;
    slice name = title.len > 0 ? arena_printf(s->scratch, "%.*s%s%.*s", SLICE_ARG(title), number.len > 0 ? " " : "", SLICE_ARG(number)) : NO_ARG;
    html_head(&s->text, name, slice_of(s->path), show_style);
    buf_puts(&s->text, "<body>\n<main>\n");
    buf_add(&s->text, buf_slice(&before));
    buf_free(&before);
}

static void state(struct show *s, const struct document_step *step)
{
    size_t n = step->diags->count + step->diags->dropped;
    const char *words = n == 0 ? "sound" : show_severity(step->diags->worst);
    html_fact(&s->text, "state", "state", arena_printf(s->scratch, "%s, %u segments", words, step->segments));
}

static void set_header(struct show *s, const struct document_step *step, const struct names *names, const struct facts *facts)
{
    struct buf *out = &s->text;
    const char *tag = s->sets == 1 ? "h1" : "h2";
    slice title = show_set_title(s, step);
    buf_printf(out, "<header>\n<p class=\"over\">");
    html_text(out, arena_printf(s->scratch, "%.*s, release %.*s, set %.*s", SLICE_ARG(step->set_id), SLICE_ARG(step->group->gs[8]),
                                SLICE_ARG(step->set_control)));
    if (step->schema != NULL && step->schema->guide.len > 0) html_text(out, arena_printf(s->scratch, ", guide %.*s", SLICE_ARG(step->schema->guide)));
    buf_printf(out, "</p>\n<%s class=\"title\">", tag);
    html_text(out, title.len > 0 ? title : step->set_id);
    buf_putc(out, ' ');
    html_element(out, "b", NULL, facts->number);
    buf_printf(out, "</%s>\n<dl class=\"strip\">\n", tag);
    for (unsigned i = 0; i < facts->count; i++) {
        buf_puts(out, "<div><dt>");
        html_text(out, facts->items[i].label);
        buf_puts(out, "</dt><dd>");
        html_text(out, facts->items[i].value);
        buf_puts(out, "</dd></div>\n");
    }
    state(s, step);
    buf_puts(out, "</dl>\n");
    if (names->borrowed) buf_puts(out, "<p class=\"quiet\">There is no grammar for this set: names are borrowed, loops are not known.</p>\n");
    buf_puts(out, "</header>\n");
}

static void set(struct show *s, const struct document_step *step)
{
    struct names names = show_names(s, step);
    struct facts facts = show_facts(step->arena, step, &names);
    struct margin margin = show_margin(step->arena, step->diags);
    s->sets++;
    s->lines = 0;
    head(s, show_set_title(s, step), facts.number);
    char worst = step->diags->count + step->diags->dropped > 0 ? class_of(step->diags->worst) : 'n';
    buf_printf(&s->text, "<div class=\"doc %c\">\n", worst);
    set_header(s, step, &names, &facts);
    findings(s, step->diags, &margin);
    segments(s, &names, step, &margin);
    buf_puts(&s->text, "</div>\n");
}

/* ---- envelopes ---- */

static void words(struct show *s, const char *what, slice value)
{
    if (value.len == 0) return;
    buf_puts(&s->text, what);
    html_text(&s->text, value);
}

static void strong(struct show *s, const char *what, slice value)
{
    buf_printf(&s->text, "%s<b>", what);
    html_text(&s->text, value.len > 0 ? value : SLICE("nobody"));
    buf_puts(&s->text, "</b>");
}

static void coded(struct show *s, const char *what, const char *id, unsigned element, slice code)
{
    slice meaning = show_envelope_meaning(s, id, element, code);
    words(s, what, meaning.len > 0 ? arena_printf(s->scratch, "%.*s (%.*s)", SLICE_ARG(meaning), SLICE_ARG(code)) : code);
}

static slice date_of(struct show *s, slice date, slice time)
{
    static const struct elem as_date = { .type = ELEM_DT }, as_time = { .type = ELEM_TM };
    slice d = show_readable(s->scratch, &as_date, date), t = show_readable(s->scratch, &as_time, time);
    return arena_printf(s->scratch, "%.*s %.*s", SLICE_ARG(d.len > 0 ? d : date), SLICE_ARG(t.len > 0 ? t : time));
}

static void interchange(struct show *s, const struct x12_interchange *i)
{
    buf_puts(&s->text, "<p class=\"env\">Interchange ");
    strong(s, "", i->isa[13]);
    coded(s, ", ", "ISA", 15, i->isa[15]);
    words(s, " data, ", date_of(s, i->isa[9], i->isa[10]));
    words(s, ", version ", i->isa[12]);
    strong(s, ", from ", i->isa[6]);
    words(s, " as ", i->isa[5]);
    strong(s, " to ", i->isa[8]);
    words(s, " as ", i->isa[7]);
    buf_puts(&s->text, slice_is(i->isa[14], "1") ? ", a TA1 is asked for</p>\n" : "</p>\n");
}

/* Its parties are named only when they are others than those of the interchange. */
static void group(struct show *s, const struct x12_group *g, const struct x12_interchange *i)
{
    buf_puts(&s->text, "<p class=\"env\">Group ");
    strong(s, "", g->gs[6]);
    coded(s, " of ", "GS", 1, g->gs[1]);
    words(s, ", ", date_of(s, g->gs[4], g->gs[5]));
    words(s, ", release ", g->gs[8]);
    if (!slice_eq(g->gs[2], i->isa[6]) || !slice_eq(g->gs[3], i->isa[8])) {
        strong(s, ", from ", g->gs[2]);
        strong(s, " to ", g->gs[3]);
    }
    buf_puts(&s->text, "</p>\n");
}

/* A TA1 answers an interchange that went the other way. */
static void answer(struct show *s, const slice *ta1)
{
    slice verdict = show_envelope_meaning(s, "TA1", 4, ta1[4]);
    head(s, SLICE("Answer to interchange"), ta1[1]);
    buf_printf(&s->text, "<div class=\"doc %c\"><header>\n<p class=\"over\">TA1</p>\n<h1 class=\"title\">Answer to interchange ",
               slice_is(ta1[4], "A") ? 'n' : slice_is(ta1[4], "E") ? 'w' : 'r');
    html_element(&s->text, "b", NULL, ta1[1]);
    buf_puts(&s->text, "</h1>\n<dl class=\"strip\">\n");
    html_fact(&s->text, "sent", NULL, date_of(s, ta1[2], ta1[3]));
    html_fact(&s->text, "answer", "state", verdict.len > 0 ? arena_printf(s->scratch, "%.*s (%.*s)", SLICE_ARG(verdict), SLICE_ARG(ta1[4])) : ta1[4]);
    slice note = show_envelope_meaning(s, "TA1", 5, ta1[5]);
    html_fact(&s->text, "note", NULL, note.len > 0 ? arena_printf(s->scratch, "%.*s (%.*s)", SLICE_ARG(note), SLICE_ARG(ta1[5])) : ta1[5]);
    buf_puts(&s->text, "</dl>\n</header></div>\n");
}

/* ---- the file ---- */

void show_html_begin(struct show *s) { s->text = BUF_INIT(PAGE_MOST_BYTES); }

void show_html_step(struct show *s, const struct document_step *step)
{
    switch (step->event) {
    case DOCUMENT_INTERCHANGE: interchange(s, step->interchange); break;
    case DOCUMENT_TA1: answer(s, step->ta1); break;
    case DOCUMENT_GROUP: group(s, step->group, step->interchange); break;
    case DOCUMENT_SET: set(s, step); break;
    case DOCUMENT_GROUP_END:
    case DOCUMENT_INTERCHANGE_END:
    case DOCUMENT_END: break;
    }
    for (unsigned which = 0; which < 2; which++)
        for (; s->lists[which] != NULL && s->told[which] < s->lists[which]->count; s->told[which]++)
            in_place(s, &s->lists[which]->items[s->told[which]]);
    arena_reset(s->scratch);
    if (s->has_head && s->text.len > PAGE_BYTES) flush(s);
}

void show_html_end(struct show *s, bool whole)
{
    head(s, NO_ARG, NO_ARG);
    buf_puts(&s->text, "</main>\n</body>\n</html>\n");
    if (whole) flush(s);
    buf_free(&s->text);
}
