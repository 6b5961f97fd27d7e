/* report_xml.c - the quarantine report for programs, shaped by schemas/crossdock/quarantine-report.rng.
 *
 * Elements without a value are left out rather than written empty.  Bytes that XML cannot carry are spelled \xhh (base/visible.h); an excerpt in
 * which that happened says so and has its own backslashes doubled, so that it can be read back exactly. */
#include "engine/report_parts.h"

#include "base/render.h"
#include "base/visible.h"

static const char *const kinds[] = {
    [REPORT_INTERCHANGE] = "interchange", [REPORT_SET] = "set", [REPORT_ORDER] = "order", [REPORT_FILE] = "file",
};
enum { XML_EXCERPT = 200, XML_LINES = 5000 };

/* U+FFFE and U+FFFF are characters, but not of XML. */
static bool is_not_xml(slice character)
{
    return character.len == 3 && (memcmp(character.ptr, "\xEF\xBF\xBE", 3) == 0 || memcmp(character.ptr, "\xEF\xBF\xBF", 3) == 0);
}

static void put(struct buf *out, const struct glyph *g)
{
    if (g->spelled) glyph_put(out, g);
    else if (is_not_xml(g->bytes)) buf_puts(out, g->bytes.ptr[2] == '\xBE' ? "\\ufffe" : "\\uffff");
    else if (g->bytes.ptr[0] == '&') buf_puts(out, "&amp;");
    else if (g->bytes.ptr[0] == '<') buf_puts(out, "&lt;");
    else if (g->bytes.ptr[0] == '>') buf_puts(out, "&gt;");
    else if (g->bytes.ptr[0] == '"') buf_puts(out, "&quot;");
    else buf_add(out, g->bytes);
}

static void text(struct buf *out, slice s)
{
    struct glyph g;
    for (size_t at = 0; glyph_next(s, &at, &g); ) put(out, &g);
}

static void attribute(struct buf *out, const char *name, slice value)
{
    if (!value.len) return;
    buf_printf(out, " %s=\"", name);
    text(out, value);
    buf_putc(out, '"');
}

static void number(struct buf *out, const char *name, uint64_t value) { buf_printf(out, " %s=\"%llu\"", name, (unsigned long long)value); }

static void number_if(struct buf *out, const char *name, uint64_t value)
{
    if (value) number(out, name, value);
}

static void element(struct buf *out, const char *indent, const char *name, slice value)
{
    if (!value.len) return;
    buf_printf(out, "%s<%s>", indent, name);
    text(out, value);
    buf_printf(out, "</%s>\n", name);
}

static void instant_element(struct buf *out, const char *name, instant t)
{
    char iso[21];
    if (!t) return;
    instant_iso(t, iso);
    buf_printf(out, "  <%s>%s</%s>\n", name, iso, name);
}

static slice fixed(const char *field, size_t room) { return (slice){ field, strnlen(field, room) }; }

static void place(struct buf *out, const struct place *p)
{
    unsigned line, column;
    if (!p->source && !p->segment) return;
    buf_puts(out, "      <place");
    if (p->source) attribute(out, "file", slice_of(p->source->name));
    number(out, "offset", p->offset);
    number(out, "length", p->length);
    if (!p->segment && p->source && place_line(p, &line, &column)) {
        number(out, "line", line);
        number(out, "column", column);
    }
    attribute(out, "set", fixed(p->set_id, sizeof p->set_id));
    attribute(out, "set-control", fixed(p->set_control, sizeof p->set_control));
    attribute(out, "loop", fixed(p->loop, sizeof p->loop));
    attribute(out, "segment-id", fixed(p->segment_id, sizeof p->segment_id));
    number_if(out, "segment", p->segment);
    number_if(out, "element", p->element);
    number_if(out, "component", p->component);
    number_if(out, "repeat", p->repeat);
    number_if(out, "element-ref", p->element_ref);
    buf_puts(out, "/>\n");
}

static bool needs_spelling(slice s)
{
    struct glyph g;
    for (size_t at = 0; glyph_next(s, &at, &g); )
        if (g.spelled || is_not_xml(g.bytes)) return true;
    return false;
}

static void excerpt(struct buf *out, const struct report_view *v, const struct place *p)
{
    struct report_excerpt e;
    struct glyph g;
    if (!report_excerpt(v, p, XML_EXCERPT, &e)) return;
    bool spelled = needs_spelling(e.text);
    buf_puts(out, "      <excerpt");
    number(out, "offset", e.offset);
    if (spelled) buf_puts(out, " spelled=\"yes\"");
    buf_putc(out, '>');
    for (size_t at = 0; glyph_next(e.text, &at, &g); ) {
        if (spelled && !g.spelled && g.bytes.ptr[0] == '\\') buf_putc(out, '\\');
        put(out, &g);
    }
    buf_puts(out, "</excerpt>\n");
}

static void rule(struct buf *out, const struct diag *d)
{
    unsigned line, column;
    if (!d->rule.len && !d->rule_place.source) return;
    buf_puts(out, "      <rule");
    attribute(out, "id", d->rule);
    if (d->rule_place.source) attribute(out, "file", report_rule_file(d));
    if (d->rule_place.source && place_line(&d->rule_place, &line, &column)) number(out, "line", line);
    buf_puts(out, "/>\n");
}

static void finding(struct buf *out, const struct report_view *v, const struct diag *d)
{
    struct buf words = BUF_INIT(1 << 16);
    buf_puts(out, "    <finding");
    attribute(out, "code", slice_of(d->def->code));
    attribute(out, "severity", slice_of(severity_name(d->severity)));
    number_if(out, "order-line", d->line);
    buf_puts(out, ">\n");
    diag_message(&words, d);
    buf_puts(out, "      <message>");
    text(out, buf_slice(&words));
    buf_puts(out, "</message>\n");
    buf_clear(&words);
    diag_hint(&words, d);
    element(out, "      ", "hint", buf_slice(&words));
    element(out, "      ", "clause", d->source);
    place(out, &d->place);
    excerpt(out, v, &d->place);
    rule(out, d);
    buf_puts(out, "    </finding>\n");
    buf_free(&words);
}

static void findings(struct buf *out, const struct report_view *v)
{
    buf_puts(out, "  <findings");
    number(out, "count", v->n_findings + v->dropped);
    number_if(out, "left-out", v->dropped);
    buf_puts(out, ">\n");
    for (unsigned i = 0; i < v->n_groups; i++)
        for (unsigned k = 0; k < v->groups[i].n; k++) finding(out, v, v->groups[i].items[k]);
    buf_puts(out, "  </findings>\n");
}

/* Up to 5,000 lines all are written, then only the held ones. */
static void order_lines(struct buf *out, const struct report *r)
{
    if (!r->n_lines) return;
    bool all = r->n_lines <= XML_LINES;
    buf_puts(out, "  <order-lines");
    number(out, "count", r->n_lines);
    if (!all) buf_puts(out, " only-held=\"yes\"");
    buf_puts(out, ">\n");
    for (unsigned i = 0; i < r->n_lines; i++) {
        const struct report_line *l = &r->lines[i];
        if (!all && !l->held) continue;
        buf_puts(out, "    <order-line");
        number(out, "number", l->ordinal);
        attribute(out, "reference", l->reference);
        attribute(out, "quantity", l->quantity);
        attribute(out, "unit", l->unit);
        attribute(out, "price", l->price);
        attribute(out, "identifier", l->identifier);
        buf_printf(out, " held=\"%s\"/>\n", l->held ? "yes" : "no");
    }
    buf_puts(out, "  </order-lines>\n");
}

static void facts(struct buf *out, const struct report *r)
{
    buf_puts(out, "  <file");
    attribute(out, "name", r->file_name);
    number(out, "bytes", r->file_bytes);
    attribute(out, "sha256", r->file_sha256);
    buf_puts(out, "/>\n");
    if (r->interchange_control.len || r->group_control.len || r->set_control.len) {
        buf_puts(out, "  <control");
        attribute(out, "interchange", r->interchange_control);
        attribute(out, "group", r->group_control);
        attribute(out, "set", r->set_control);
        buf_puts(out, "/>\n");
    }
    element(out, "  ", "acknowledged", r->acknowledged);
}

static void named(struct buf *out, const char *name, const char *id_name, slice id, slice title, slice key)
{
    if (!id.len && !title.len && !key.len) return;
    buf_printf(out, "  <%s", name);
    attribute(out, id_name, id);
    attribute(out, "title", title);
    attribute(out, "key", key);
    buf_puts(out, "/>\n");
}

void report_xml(struct buf *out, const struct report *r)
{
    struct report_view v;
    report_view_open(&v, r);
    buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quarantine-report version=\"1\"");
    attribute(out, "id", r->id);
    attribute(out, "kind", slice_of(kinds[r->kind]));
    attribute(out, "state", r->state);
    attribute(out, "reason", r->reason);
    buf_puts(out, ">\n");
    element(out, "  ", "title", r->title);
    named(out, "partner", "id", r->partner, r->partner_title, (slice){ 0 });
    named(out, "document", "type", r->document, r->document_title, r->key);
    instant_element(out, "since", r->since);
    instant_element(out, "due", r->due);
    element(out, "  ", "owner", r->owner);
    if (r->worth_amount.len) {
        buf_puts(out, "  <worth");
        attribute(out, "amount", r->worth_amount);
        attribute(out, "currency", r->worth_currency);
        buf_puts(out, "/>\n");
    }
    facts(out, r);
    findings(out, &v);
    order_lines(out, r);
    for (unsigned i = 0; i < r->n_also; i++) element(out, "  ", "also", r->also[i]);
    buf_puts(out, "</quarantine-report>\n");
    report_view_close(&v);
}
