/* reference.c - the reference of all settings as Markdown, from the same rows that read them; so it cannot be out of date. */
#include "conf/shape.h"

static void put_choice_texts(struct buf *out, const struct conf_choice *choices)
{
    for (const struct conf_choice *c = choices; c && c->name; c++) {
        if (c->text[0])
            buf_printf(out, "; `%s`: %s", c->name, c->text);
    }
}

static void put_row(struct buf *out, const struct conf_shape *shape, const struct conf_row *row)
{
    buf_printf(out, "| `<%s>` | `%s` | ", row->element[0] ? row->element : shape->element, row->attribute);
    conf_allowed(out, row);
    if (!row->fallback)
        buf_puts(out, " | must be given");
    else if (!row->fallback[0])
        buf_puts(out, " | nothing");
    else
        buf_printf(out, " | `%s`", row->fallback);
    buf_printf(out, " | %s | %s", row->effect == CONF_RESTART ? "start" : "reload", row->text);
    put_choice_texts(out, row->choices);
    buf_puts(out, " |\n");
}

static void put_shape(struct buf *out, const struct conf_shape *shape)
{
    buf_printf(out, "\n## %s\n\n", shape->text);
    buf_puts(out, "| element | attribute | value | default | taken up at | meaning |\n|---|---|---|---|---|---|\n");
    for (unsigned i = 0; i < shape->n_rows; i++)
        put_row(out, shape, &shape->rows[i]);
}

void conf_reference(struct buf *out)
{
    buf_puts(out, "# Settings and agreements\n\n"
                  "All files are XML. What is not named here is refused, with the nearest known name. Times and sizes carry their unit.\n"
                  "\"reload\" is a HUP to `crossdock run`: everything is read anew, and taken only when all of it is sound.\n");
    put_shape(out, &conf_settings_shape);
    put_shape(out, &conf_agreement_shape);
    put_shape(out, &conf_document_shape);
    put_shape(out, &conf_param_shape);
    put_shape(out, &conf_envelope_shape);
}
