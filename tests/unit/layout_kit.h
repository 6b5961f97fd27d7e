/* layout_kit.h - a small layout in memory in each format, for the tests and the fuzz target of record/. */
#ifndef TESTS_LAYOUT_KIT_H
#define TESTS_LAYOUT_KIT_H

#include "base/must.h"
#include "record/record.h"
#include "schema/load.h"

#define LAYOUT_KIT(file, text) { SLICE("k/" file ".xml"), SLICE(text) }
static const struct schema_text layout_kit_texts[] = {
    LAYOUT_KIT("order",
        "<layout id='k:order' format='xml' charset='ISO-8859-1' name='order'><group name='Export' usage='M'>"
        "<field name='Kind' type='AN' max='5' usage='M' constant='Order'/>"
        "<group name='Order' usage='M' max='unbounded'><field name='No' type='AN' max='8' usage='M'/><field name='Day' type='DT' format='dd/MM/yyyy' max='10'/>"
        "<field name='At' type='TM' format='HH:mm' max='5'/><field name='Note' type='AN' max='20'/><field name='State' type='ID' codes='OPEN SHUT' max='4'/>"
        "<group name='Line' max='3'><field name='Qty' type='N0' max='5' usage='M'/><field name='Price' type='R' scale='2' max='7'/><field name='Sku' type='AN' min='2' max='10'/>"
        "</group></group></group></layout>"),
    LAYOUT_KIT("csv",
        "<layout id='k:csv' variant-of='k:order' format='csv' charset='windows-1252' line-end='lf' name='order, csv'><group name='Export'>"
        "<group name='Order' key='No'><group name='Line'/></group></group></layout>"),
    LAYOUT_KIT("bars",
        "<layout id='k:bars' variant-of='k:order' format='delimited' charset='UTF-8' line-end='lf' name='order, bars'><group name='Export'>"
        "<group name='Order' tag='ORD'><group name='Line' tag='LIN' repeat='No'/></group></group>"
        "<trailer tag='END'><field count='Order'/><field count='Line'/><field sum='Line/@Qty'/></trailer></layout>"),
    LAYOUT_KIT("fixed",
        "<layout id='k:fixed' variant-of='k:order' format='fixed' charset='ISO-8859-1' line-end='lf' name='order, fixed'><group name='Export'>"
        "<group name='Order' tag='ORD'><field name='No' width='8'/><field name='Day' format='yyMMdd'/><field name='At' format='HHmm'/><field name='Note' width='20' at='25'/>"
        "<field name='State'/><group name='Line' tag='L'><field name='Qty' width='6' fill='0'/><field name='Price' width='7' decimals='2'/><field name='Sku' width='10' align='right'/>"
        "</group></group></group><trailer tag='END'><field count='Order'/><field sum='Line/@Price' width='12'/></trailer></layout>"),
};
enum { LAYOUT_KIT_TEXTS = sizeof layout_kit_texts / sizeof *layout_kit_texts };

/* A layout of the kit, or `text` as k/mine.xml. */
static inline int layout_kit_load(struct arena *arena, const char *text, const char *id, const struct schema **out, struct diags *diags)
{
    struct arena *scratch = arena_new();
    struct schema_text all[LAYOUT_KIT_TEXTS + 1];
    memcpy(all, layout_kit_texts, sizeof layout_kit_texts);
    all[LAYOUT_KIT_TEXTS] = (struct schema_text){ SLICE("k/mine.xml"), slice_of(text ? text : "") };
    struct loader l = { .arena = arena, .scratch = scratch, .texts = all, .n_texts = LAYOUT_KIT_TEXTS + (text ? 1 : 0), .diags = diags };
    int rc = schema_load_from(&l, slice_of(id), NO_ARG, out);
    arena_free(scratch);
    return rc;
}

#endif
