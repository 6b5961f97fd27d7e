/* read.c - one element of a settings file against its shape.
 *
 * Knows no setting by name: what may be written, what must be, and where it goes comes from the shape's rows.  Everything wrong is reported,
 * not only the first; nothing unknown passes in silence, since a misspelt setting is a setting that does not work. */
#include "conf/shape.h"

#include "conf/findings.h"

enum { MAX_HINT = 2000 };       /* bytes of a hint that lists what is known */

void conf_find(struct conf_reader *r, unsigned finding, struct place place, slice a0, slice a1, slice a2)
{
    const struct diag_def *def = &conf_findings[finding];
    diag_add(r->diags, def, place, a0, a1, a2, NO_ARG);
    if (def->severity == SEV_ERROR)
        r->bad = true;
}

static slice tag(const struct conf_reader *r, slice name)
{
    return arena_printf(r->arena, "<%.*s>", SLICE_ARG(name));
}

static slice row_label(const struct conf_reader *r, const struct conf_shape *shape, const struct conf_row *row)
{
    return arena_printf(r->arena, "%s of <%s>", row->attribute, row->element[0] ? row->element : shape->element);
}

/* A hint about `name`: the nearest of the shape's names in `element` (attributes), or of its elements when `element` is null. */
static slice nearest_hint(const struct conf_reader *r, const struct conf_shape *shape, const char *element, slice name)
{
    const char *best = NULL;
    unsigned best_distance = 4;
    struct buf known = BUF_INIT(MAX_HINT);
    const char *last = "";
    for (unsigned i = 0; i < shape->n_rows + (element ? 0 : CONF_MOST_MORE); i++) {
        const char *candidate;
        if (i >= shape->n_rows)
            candidate = shape->more[i - shape->n_rows];
        else if (element)
            candidate = strcmp(shape->rows[i].element, element) == 0 ? shape->rows[i].attribute : NULL;
        else
            candidate = shape->rows[i].element[0] ? shape->rows[i].element : NULL;
        if (!candidate || strcmp(candidate, last) == 0)
            continue;
        last = candidate;
        unsigned distance = slice_distance(name, slice_of(candidate));
        if (distance < best_distance) {
            best_distance = distance;
            best = candidate;
        }
        buf_printf(&known, "%s%s", known.len ? ", " : "", candidate);
    }
    slice hint = best ? arena_printf(r->arena, "did you mean %s?", best)
               : known.len ? arena_printf(r->arena, "known here: %.*s", SLICE_ARG(buf_slice(&known)))
                           : SLICE("nothing is known here");
    buf_free(&known);
    return hint;
}

/* An element with a shape of its own, which may stand more than once. */
static bool repeats(const struct conf_shape *shape, slice name)
{
    for (unsigned i = 0; i < CONF_MOST_MORE && shape->more[i]; i++) {
        if (slice_is(name, shape->more[i]))
            return true;
    }
    return false;
}

static bool has_element(const struct conf_shape *shape, slice name)
{
    for (unsigned i = 0; i < shape->n_rows; i++) {
        if (shape->rows[i].element[0] && slice_is(name, shape->rows[i].element))
            return true;
    }
    return repeats(shape, name);
}

static bool has_attribute(const struct conf_shape *shape, const char *element, slice name)
{
    for (unsigned i = 0; i < shape->n_rows; i++) {
        if (strcmp(shape->rows[i].element, element) == 0 && slice_is(name, shape->rows[i].attribute))
            return true;
    }
    return false;
}

static void check_text(struct conf_reader *r, const struct xml_node *node)
{
    if (node->text.len)
        conf_find(r, CONF_TEXT, node->place, slice_sub(node->text, 0, 40), node->name, NO_ARG);
}

static void check_attributes(struct conf_reader *r, const struct xml_node *node, const struct conf_shape *shape, const char *element)
{
    for (unsigned i = 0; i < node->n_attrs; i++) {
        const struct xml_attr *a = &node->attrs[i];
        if (!has_attribute(shape, element, a->name) && !slice_starts(a->name, SLICE("xml:")))
            conf_find(r, CONF_UNKNOWN, a->place, arena_printf(r->arena, "the attribute %.*s", SLICE_ARG(a->name)), tag(r, node->name),
                      nearest_hint(r, shape, element, a->name));
    }
}

/* A child that the shape has no name for, or a second one of a kind that stands once. */
static void check_child(struct conf_reader *r, struct xml_node *parent, struct xml_node *child, const struct conf_shape *shape)
{
    if (!has_element(shape, child->name)) {
        conf_find(r, CONF_UNKNOWN, child->place, tag(r, child->name), tag(r, parent->name), nearest_hint(r, shape, NULL, child->name));
        return;
    }
    if (repeats(shape, child->name))
        return;                                         /* has a shape of its own */
    const char *name = arena_cstr(r->arena, child->name);
    if (xml_child(parent, name) != child)
        conf_find(r, CONF_REPEATED, child->place, tag(r, child->name), tag(r, parent->name), NO_ARG);
    check_attributes(r, child, shape, name);
    check_text(r, child);
    for (struct xml_node *inner = child->first; inner; inner = inner->next)
        conf_find(r, CONF_UNKNOWN, inner->place, tag(r, inner->name), tag(r, child->name), SLICE("this element holds attributes only"));
}

static void read_row(struct conf_reader *r, struct xml_node *node, const struct conf_shape *shape, const struct conf_row *row, void *object)
{
    struct xml_node *holder = row->element[0] ? xml_child(node, row->element) : node;
    struct xml_attr *a = holder ? xml_attr(holder, row->attribute) : NULL;
    if (!a) {
        if (!row->fallback)
            conf_find(r, CONF_MISSING, holder ? holder->place : node->place, row_label(r, shape, row), tag(r, node->name), slice_of(row->text));
        return;
    }
    if (conf_store(r, row, a->value, object))
        return;
    struct buf allowed = BUF_INIT(MAX_HINT);
    conf_allowed(&allowed, row);
    conf_find(r, CONF_VALUE, a->value_place, row_label(r, shape, row), a->value, buf_slice(&allowed));
    buf_free(&allowed);
}

void conf_read(struct conf_reader *r, struct xml_node *node, const struct conf_shape *shape, void *object)
{
    check_text(r, node);
    check_attributes(r, node, shape, "");
    for (struct xml_node *child = node->first; child; child = child->next)
        check_child(r, node, child, shape);
    for (unsigned i = 0; i < shape->n_rows; i++) {
        const struct conf_row *row = &shape->rows[i];
        if (row->fallback)
            (void)conf_store(r, row, slice_of(row->fallback), object);      /* defaults are usable: check_conf.c tests every row */
        read_row(r, node, shape, row, object);
    }
}
