/* check_reader.c - reading records: each fault has its finding at its place, in every format; what a layout in lines of text must say; what
 * writing refuses; the tree that comes out. */
#include "layout_kit.h"

#include "base/err.h"
#include "base/render.h"
#include "record/findings.h"

#include "unit.h"

static struct arena *arena;
static struct diags diags;
static struct tree tree, values;
static struct buf out, shown;

static void set_up(void)
{
    arena = arena_new();
    diags_init(&diags, arena, DIAGS_DEFAULT_CAP);
    tree_init(&tree);
    tree_init(&values);
    out = BUF_INIT(1 << 20);
    shown = BUF_INIT(1 << 20);
}

static void tear_down(void)
{
    buf_free(&shown);
    buf_free(&out);
    tree_free(&values);
    tree_free(&tree);
    arena_free(arena);
}

static const struct schema *layout_of(const char *name)
{
    const struct schema *s = NULL;
    ck_assert_int_eq(layout_kit_load(arena, NULL, name, &s, &diags), 0);
    return s;
}

/* "CODE line:column; …" */
static const char *findings(void)
{
    buf_clear(&shown);
    for (size_t i = 0; i < diags.count; i++) {
        unsigned line = 0, column = 0;
        const struct diag *d = &diags.items[i];
        (void)place_line(&d->place, &line, &column);
        buf_printf(&shown, "%s%s %u:%u", i ? "; " : "", d->def->code, line, column);
    }
    buf_putc(&shown, '\0');
    return shown.ptr;
}

/* Groups with their values, "Order[No=1 Day=20260309] Line[…]", records apart by " / ". */
static void show_tree(const struct schema *s, const struct tree *t, bool first)
{
    if (!first) buf_puts(&out, " / ");
    for (uint32_t g = 1; g < t->groups; g++) {
        buf_printf(&out, "%s%.*s[", g > 1 ? " " : "", SLICE_ARG(tree_field(t, g, 0)));
        for (unsigned k = 1, n = 0; k < t->group[g].fields; k++) {
            slice v = tree_field(t, g, k), name = s->nodes[t->group[g].kind].segment->elems[k - 1].field_name;
            if (v.ptr) buf_printf(&out, "%s%.*s=%.*s", n++ ? " " : "", SLICE_ARG(slice_sub(name, 1, SIZE_MAX)), SLICE_ARG(v));
        }
        buf_putc(&out, ']');
    }
}

static const char *read_file_of(const struct schema *s, slice bytes)
{
    struct source *source = arena_alloc(arena, sizeof *source);     /* findings point to it */
    *source = (struct source){ .name = "f", .bytes = bytes, .fd = -1 };
    struct record_reader *r = record_reader_new(s, source, &diags);
    bool first = true;
    buf_clear(&out);
    for (; r && record_reader_next(r, &tree) == RECORD_STEP_RECORD; first = false) {
        show_tree(s, &tree, first);
        ck_assert(record_convert(&tree, s, &values) || diags.count > 0);
    }
    record_reader_free(r);
    buf_putc(&out, '\0');
    return out.ptr;
}

/* ---- what is read ---- */

static const struct sound_row { const char *layout, *bytes, *tree; } sound[] = {
    { "k:order", "<?xml version='1.0' encoding='ISO-8859-1'?>\n<Export Kind='Order'>\n<Order No='1' Day='09/03/2026' At='08:15' Note='caf\xe9 &amp;&#10;x'><LINE Qty='2' Price='18.50'/></Order>"
      "<!-- <Order/> --><Order No='2'/></Export>",
      "Order[No=1 Day=20260309 At=0815 Note=caf\xc3\xa9 &\nx] Line[Qty=2 Price=18.50] / Order[No=2]" },
    { "k:csv", "Note,No,Day,At,State,Qty,Price,Sku\n\"a,\"\"b\"\" \x80\",1,09/03/2026,,OPEN,2,1.5,AB\r\n\"a,\"\"b\"\" \x80\",1,09/03/2026,,OPEN,3,,\n,2,,,,,,\n",
      "Order[No=1 Day=20260309 Note=a,\"b\" \xe2\x82\xac State=OPEN] Line[Qty=2 Price=1.5 Sku=AB] Line[Qty=3] / Order[No=2]" },
    { "k:bars", "\xef\xbb\xbfORD|1|09/03/2026|||\n\nLIN|1|2||\nLIN|1|4|0.25|XY\nORD|2||||SHUT|\nEND|2|2|6\n",
      "Order[No=1 Day=20260309] Line[Qty=2] Line[Qty=4 Price=0.25 Sku=XY] / Order[No=2 State=SHUT]" },
    { "k:fixed", "ORD1       6903090815   caf\xe9                OPEN\nL  -00002    125        AB\nL  000007\nORD2\nEND         2        1.25\n",
      "Order[No=1 Day=20690309 At=0815 Note=caf\xc3\xa9 State=OPEN] Line[Qty=-2 Price=1.25 Sku=AB] Line[Qty=7] / Order[No=2]" }
};

START_TEST(a_sound_file_is_read_record_by_record)
{
    const struct sound_row *row = &sound[_i];
    const char *is = read_file_of(layout_of(row->layout), slice_of(row->bytes));
    ck_assert_str_eq(findings(), "");
    ck_assert_str_eq(is, row->tree);
}
END_TEST

START_TEST(values_lead_back_to_their_place)
{
    const char *bytes = "ORD|1|||a word|\nEND|1|0|0\n";
    struct source source = { .name = "f", .bytes = slice_of(bytes), .fd = -1 };
    struct record_reader *r = record_reader_new(layout_of("k:bars"), &source, &diags);
    ck_assert_int_eq(record_reader_next(r, &tree), RECORD_STEP_RECORD);
    ck_assert_uint_eq(tree_offset(&tree, tree.field[tree.group[1].first + 4]), (uint64_t)(strstr(bytes, "a word") - bytes));
    ck_assert_uint_eq(tree_offset(&tree, tree.field[tree.group[1].first + 1]), 4);
    ck_assert_int_eq(record_reader_next(r, &tree), RECORD_STEP_END);
    ck_assert_int_eq(record_reader_next(r, &tree), RECORD_STEP_END);
    record_reader_free(r);
}
END_TEST

#define X "<Export Kind='Order'>"
#define H "No,Day,At,Note,State,Qty,Price,Sku\n"
#define E "END|1|0|0\n"
static const struct fault_row { const char *layout, *bytes, *findings; } faults[] = {
    /* XML */
    { "k:order", "<Import/>", "RECORD-ROOT 1:2" },
    { "k:order", "<Export Kind='Other'><Order No='1'/></Export>", "RECORD-CONSTANT 1:15" },
    { "k:order", "<Export><Order No='1'/></Export>", "RECORD-MISSING 1:2" },
    { "k:order", X "</Export>", "RECORD-GROUP-MISSING 1:2" },
    { "k:order", X "<Order No='1' Colour='red'/></Export>", "RECORD-UNKNOWN 1:36" },
    { "k:order", X "<Order No='1'><Extra><Line/></Extra></Order></Export>", "RECORD-UNKNOWN 1:37" },
    { "k:order", X "\n<Order No='1'>words</Order></Export>", "RECORD-TEXT 2:2" },
    { "k:order", X "<Order/></Export>", "RECORD-MISSING 1:23" },
    { "k:order", X "<Order No=''/></Export>", "RECORD-MISSING 1:23" },
    { "k:order", X "<Order No='123456789'/></Export>", "RECORD-LENGTH 1:33" },
    { "k:order", X "<Order No='1'><Line Qty='1' Sku='A'/></Order></Export>", "RECORD-LENGTH 1:55" },
    { "k:order", X "<Order No='1' Day='31/02/2026'/></Export>", "RECORD-DATE 1:41" },
    { "k:order", X "<Order No='1' At='25:00'/></Export>", "RECORD-DATE 1:40" },
    { "k:order", X "<Order No='1' State='LOST'/></Export>", "RECORD-CODE 1:43" },
    { "k:order", X "<Order No='1'><Line Qty='1.5'/></Order></Export>", "RECORD-NUMBER 1:47" },
    { "k:order", X "<Order No='1'><Line Qty='1' Price='1.125'/></Order></Export>", "RECORD-NUMBER 1:57" },
    { "k:order", X "<Order No='1'><Line Qty='1'/><Line Qty='1'/><Line Qty='1'/><Line Qty='1'/></Order></Export>", "RECORD-GROUP-MAX 1:23" },
    { "k:order", X "<Order No='a&#xFFFD;'/></Export>", "RECORD-BYTE 1:33" },
    { "k:order", X "<Order No='1'/>", "XML-SYNTAX 1:37" },
    { "k:order", "<!DOCTYPE Export [<!ENTITY a 'b'>]>" X "<Order No='&a;'/></Export>", "XML-DOCTYPE 1:1" },
    { "k:order", "", "XML-SYNTAX 1:1" },
    /* CSV */
    { "k:csv", "No,Day,At,Note,State,Qty,Price,Weight\n1,,,,,,,\n", "RECORD-HEADER 1:32; RECORD-HEADER 1:1" },
    { "k:csv", "No,No,Day,At,Note,State,Qty,Price,Sku\n1,1,,,,,,,\n", "RECORD-HEADER 1:4" },
    { "k:csv", H "1,,,,,,\n", "RECORD-COLUMNS 2:1" },
    { "k:csv", H "1,,,,,,,,9\n", "RECORD-COLUMNS 2:1" },
    { "k:csv", H "1,,,\"open,,,,\n", "RECORD-QUOTE 2:5; RECORD-COLUMNS 2:1" },
    { "k:csv", H "1,,,\"a\"b,,,,\n", "RECORD-QUOTE 2:8" },
    { "k:csv", H "1,,,a\"b,,,,\n", "RECORD-QUOTE 2:6" },
    { "k:csv", H "1,,,a,,1,,\n1,,,b,,2,,\n", "RECORD-KEY 3:5" },
    { "k:csv", H "1,,,a,,1,,\n1,,,a,,,,\n", "RECORD-ORDER 3:1" },
    { "k:csv", H "1,,,a\x81,,,,\n", "RECORD-BYTE 2:6" },
    /* tags */
    { "k:bars", "ORD|1||||\nXYZ|1\n" E, "RECORD-TAG 2:1" },
    { "k:bars", "LIN|1|2||\nORD|1||||\n" E, "RECORD-ORDER 1:1" },
    { "k:bars", "ORD|1||||\nLIN|2|2||\nEND|1|1|2\n", "RECORD-KEY 2:5" },
    { "k:bars", "ORD|1||||\n", "RECORD-TRAILER 2:1" },
    { "k:bars", "ORD|1||||\nEND|2|0|0\n", "RECORD-TRAILER 2:5" },
    { "k:bars", "ORD|1||||\nLIN|1|2||\nEND|1|1|3\n", "RECORD-TRAILER 3:9" },
    { "k:bars", "ORD|1||||\n" E "ORD|2||||\n", "RECORD-ORDER 3:1" },
    { "k:bars", "ORD|\xff||||\n" E, "RECORD-BYTE 1:5; RECORD-MISSING 1:1" },
    { "k:bars", "ORD|1|||a\rb|\n" E, "RECORD-BYTE 1:9" },
    { "k:fixed", "ORD1       260309       note                OPENmore\nEND         1           0\n", "RECORD-COLUMNS 1:1" },
    { "k:fixed", "ORD1\nL  000001   1.25\nEND         1        1.25\n", "RECORD-NUMBER 2:10" },
};

START_TEST(each_fault_has_its_finding_at_its_place)
{
    const struct fault_row *row = &faults[_i];
    (void)read_file_of(layout_of(row->layout), slice_of(row->bytes));
    ck_assert_msg(strcmp(findings(), row->findings) == 0, "%s: %s\n  gives    %s\n  expected %s", row->layout, row->bytes, findings(), row->findings);
}
END_TEST

START_TEST(a_record_of_too_many_groups_is_refused)
{
    const struct schema *s;
    struct buf file = BUF_INIT(1 << 26);
    ck_assert_int_eq(layout_kit_load(arena, "<layout id='k:mine' format='delimited' name='n'><group name='R'><group name='O' tag='O'><field name='A' type='AN' max='1'/>"
        "<group name='L' tag='L' max='unbounded'><field name='B' type='AN' max='1'/></group></group></group></layout>", "k:mine", &s, &diags), 0);
    buf_puts(&file, "O|1\n");
    for (unsigned i = 0; i < 1000001; i++) buf_puts(&file, "L|2\n");
    struct source source = { .name = "f", .bytes = buf_slice(&file), .fd = -1 };
    struct record_reader *r = record_reader_new(s, &source, &diags);
    ck_assert_int_eq(record_reader_next(r, &tree), RECORD_STEP_BROKEN);
    ck_assert_str_eq(diags.items[0].def->code, "RECORD-LIMIT");
    ck_assert_int_eq(record_reader_next(r, &tree), RECORD_STEP_BROKEN);
    record_reader_free(r);
    buf_free(&file);
}
END_TEST

/* ---- what is not written ---- */

/* Read by one layout, write by another. */
static const struct refusal_row { const char *from, *bytes, *to, *code; } refusals[] = {
    { "k:order", X "<Order No='1' Note='a|b'/></Export>", "k:bars", "RECORD-FIT" },
    { "k:order", X "<Order No='1' Note='a&#10;b'/></Export>", "k:bars", "RECORD-FIT" },
    { "k:order", X "<Order No='1' Note='a '/></Export>", "k:fixed", "RECORD-FIT" },
    { "k:order", X "<Order No='1'><Line Qty='007'/></Order></Export>", "k:fixed", "RECORD-FIT" },
    { "k:order", X "<Order No='1'/><Order No='1'/></Export>", "k:csv", "RECORD-NO-LINE" },
    { "k:bars", "ORD|1|||\xe2\x82\xac|\n" E, "k:fixed", "RECORD-CHARSET" },
    { "k:bars", "ORD|1|||\xc4\x80|\n" E, "k:csv", "RECORD-CHARSET" },
};

START_TEST(what_would_not_read_back_is_not_written)
{
    const struct refusal_row *row = &refusals[_i];
    const struct schema *from = layout_of(row->from), *to = layout_of(row->to);
    struct source source = { .name = "f", .bytes = slice_of(row->bytes), .fd = -1 };
    struct record_reader *r = record_reader_new(from, &source, &diags);
    while (record_reader_next(r, &tree) == RECORD_STEP_RECORD) ck_assert(record_convert(&tree, to, &values));
    record_reader_free(r);
    ck_assert_str_eq(findings(), "");
    buf_puts(&out, "before");
    ck_assert(!record_write(record_writer_new(arena, to), &values, &out, NULL, &diags));
    ck_slice(buf_slice(&out), "before");
    ck_assert_uint_ge(diags.count, 1);
    ck_assert_str_eq(diags.items[0].def->code, row->code);
}
END_TEST

START_TEST(a_day_that_a_pattern_cannot_tell_is_not_converted)
{
    (void)read_file_of(layout_of("k:order"), SLICE(X "<Order No='1' Day='01/01/1900'/></Export>"));
    ck_assert_str_eq(findings(), "");
    struct source source = { .name = "f", .bytes = SLICE(X "<Order No='1' Day='01/01/1900'/></Export>"), .fd = -1 };
    struct record_reader *r = record_reader_new(layout_of("k:order"), &source, &diags);
    ck_assert_int_eq(record_reader_next(r, &tree), RECORD_STEP_RECORD);
    tree_reset(&values);
    ck_assert(!record_convert(&tree, layout_of("k:fixed"), &values));
    ck_assert_uint_eq(values.groups, 0);
    record_reader_free(r);
}
END_TEST

START_TEST(a_file_is_told_by_its_beginning)
{
    for (unsigned i = 0; i < 4; i++) {
        struct source source = { .name = "f", .bytes = slice_of(sound[i].bytes), .fd = -1 };
        for (unsigned k = 0; k < 4; k++) {
            bool tagged = (i == 2 && k == 3) || (i == 3 && k == 2);      /* ORD begins both */
            bool same = record_matches(layout_of(sound[k].layout), &source);
            ck_assert_msg(same == (i == k) || tagged, "%s and %s", sound[i].layout, sound[k].layout);
        }
    }
    struct source other = { .name = "f", .bytes = SLICE("<Export Kind='Other'/>"), .fd = -1 };
    ck_assert(!record_matches(layout_of("k:order"), &other));
}
END_TEST

/* ---- layouts ---- */

#define V(attrs, inside) "<layout id='k:mine' variant-of='k:order' name='n' " attrs "><group name='Export'>" inside "</group></layout>"
#define O(inside) "<group name='Order' tag='ORD'>" inside "</group>"
static const struct load_row { const char *text, *code, *words; } loads[] = {
    { V("format='html'", O("")), "SCHEMA-ATTRIBUTE", "format=\"html\" is not xml, csv, delimited or fixed" },
    { V("format='csv' charset='KOI8-R'", O("")), "SCHEMA-ATTRIBUTE", "charset=\"KOI8-R\" is not ISO-8859-1, UTF-8 or windows-1252" },
    { V("format='csv' delimiter='ab'", O("")), "SCHEMA-ATTRIBUTE", "delimiter=\"ab\" is not one sign of ASCII that no number has, or \"tab\"" },
    { V("format='csv' delimiter='7'", O("")), "SCHEMA-ATTRIBUTE", "delimiter=\"7\" is not one sign of ASCII that no number has, or \"tab\"" },
    { V("format='csv' quote=','", O("")), "SCHEMA-LAYOUT", "the quote is the delimiter too" },
    { V("format='csv' header='yes'", O("")), "SCHEMA-LAYOUT", "a header row is for rows without tags" },
    { V("format='csv' header='maybe'", O("")), "SCHEMA-ATTRIBUTE", "header=\"maybe\" is not yes or no" },
    { V("format='fixed' delimiter=';'", O("")), "SCHEMA-LAYOUT", "fixed has no header row, delimiter or quote" },
    { V("format='csv'", "<group name='Odder' tag='O'/>"), "SCHEMA-LAYOUT", "Odder is no group at this place of the layout" },
    { V("format='csv'", O("<field name='Nu'/>")), "SCHEMA-LAYOUT", "Nu is no field of this group, or one named twice" },
    { V("format='csv'", O("<field name='No'/><field name='No'/>")), "SCHEMA-LAYOUT", "Order/@No has two columns" },
    { V("format='csv'", O("<field name='Day'/>")), "SCHEMA-LAYOUT", "Order/@No is mandatory and has no column" },
    { V("format='csv'", ""), "SCHEMA-LAYOUT", "Order is mandatory and has no place in the file" },
    { V("format='csv'", O("<group name='Line'/>")), "SCHEMA-LAYOUT", "Line needs a tag of up to 16 ASCII letters and digits, as other groups have one" },
    { V("format='csv'", O("<group name='Line' tag='ORD'/>")), "SCHEMA-LAYOUT", "ORD is the tag of two groups" },
    { V("format='csv'", O("<group name='Line' tag='L' repeat='Nu'/>")), "SCHEMA-LAYOUT", "Nu is no field with a column in a group around this one, or one too many" },
    { V("format='csv'", "<group name='Order'><group name='Line'/></group>"), "SCHEMA-LAYOUT", "Order needs a key: fields that tell where the next one begins" },
    { V("format='csv'", "<group name='Order' key='Nu'><group name='Line'/></group>"), "SCHEMA-LAYOUT", "Nu is no field of this group, or one too many" },
    { V("format='csv'", "<group name='Order' key='Note'><field name='No'/><group name='Line'/></group>"), "SCHEMA-LAYOUT", "Order/@Note is a key without a column" },
    { V("format='csv'", "<group name='Order' tag='ORD' key='No'/>"), "SCHEMA-LAYOUT", "Order has a key, which only rows without tags need" },
    { V("format='fixed'", O("<field name='No' width='8'/><field name='Note' at='5' width='20'/>")), "SCHEMA-LAYOUT", "@Note begins before the field before it ends" },
    { V("format='fixed'", O("<field name='No' fill='x'/>")), "SCHEMA-ATTRIBUTE", "fill=\"x\" is not a blank, or 0 before a number" },
    { V("format='fixed'", O("<field name='No' decimals='2'/>")), "SCHEMA-ATTRIBUTE", "decimals=\"2\" is not for a field of type R" },
    { V("format='fixed'", O("<field name='No'/><field name='Day' format='HHmm'/>")), "SCHEMA-ATTRIBUTE", "format=\"HHmm\" is not a pattern for this field" },
    { V("format='fixed'", O("<field name='No'/><field name='Day' usage='M'/>")), "XML-ATTRIBUTE", "attribute \"usage\" is not known on <field>" },
    { "<layout id='k:mine' variant-of='k:csv' format='csv' name='n'><group name='Export'/></layout>", "SCHEMA-ATTRIBUTE", "variant-of=\"k:csv\" is not the id of a layout that is no variant itself" },
    { "<layout id='k:mine' variant-of='k:none' format='csv' name='n'><group name='Export'/></layout>", "SCHEMA-ATTRIBUTE", "variant-of=\"k:none\" is not the id of a layout that is there" },
    { "<layout id='k:mine' variant-of='k:order' format='csv' name='n'><group name='Import'/></layout>", "SCHEMA-LAYOUT", "Import is not the root element of the layout" },
    { "<layout id='k:mine' variant-of='k:order' format='csv' name='n'><group name='Export'><group name='Order'/></group><trailer tag='T'/></layout>", "SCHEMA-LAYOUT",
      "T is a trailer's tag in a file whose rows have no tags" },
    { "<layout id='k:mine' variant-of='k:order' format='csv' name='n'><group name='Export'>" O("") "</group><trailer tag='ORD'/></layout>", "SCHEMA-LAYOUT", "ORD is the trailer's tag too" },
    { "<layout id='k:mine' variant-of='k:order' format='csv' name='n'><group name='Export'>" O("") "</group><trailer tag='T'><field sum='Order/@Note'/></trailer></layout>", "SCHEMA-LAYOUT",
      "Order/@Note is no group to count (GROUP) or no number to add up (GROUP/@Field) of this file" },
    { "<layout id='k:mine' format='xml' name='n'><group name='R'><field name='A' type='AN' max='3' width='3'/></group></layout>", "XML-ATTRIBUTE", "attribute \"width\" is not known on <field>" },
    { "<layout id='k:mine' format='xml' name='n'><group name='R'><field name='A' type='DT' max='3' format='dd/MM'/></group></layout>", "SCHEMA-ATTRIBUTE",
      "format=\"dd/MM\" is not a pattern of yyyy or yy, MM and dd, or of HH, mm and perhaps ss, with no other letters" },
    { "<layout id='k:mine' format='fixed' name='n'><group name='R'><group name='A' tag='A'><field name='B' type='AN'/></group></group></layout>", "SCHEMA-LAYOUT", "@B needs a width from 1 to 30000" },
    { "<layout id='k:mine' format='csv' name='n'><group name='R'><group name='A' key='B'><field name='B' type='AN' max='3'/><group name='C'><field name='D' type='AN' max='3'/></group>"
      "<group name='E'><field name='F' type='AN' max='3'/></group></group></group></layout>", "SCHEMA-LAYOUT", "E stands beside another group: rows without tags hold groups one inside the other" },
};

START_TEST(what_could_not_be_read_back_is_no_layout)
{
    const struct schema *s;
    struct buf words = BUF_INIT(1000);
    ck_assert_int_eq(layout_kit_load(arena, loads[_i].text, "k:mine", &s, &diags), E_BAD);
    ck_assert_uint_ge(diags.count, 1);
    diag_message(&words, &diags.items[0]);
    ck_assert_msg(slice_is(buf_slice(&words), loads[_i].words) && strcmp(diags.items[0].def->code, loads[_i].code) == 0,
                  "row %d: %s: %.*s", _i, diags.items[0].def->code, SLICE_ARG(buf_slice(&words)));
    buf_free(&words);
}
END_TEST

#define ROWS(table) (int)(sizeof(table) / sizeof *(table))

int main(void)
{
    Suite *suite = suite_create("reader");
    TCase *read = tcase_create("read"), *load = tcase_create("load");
    tcase_set_timeout(read, 60);
    tcase_add_checked_fixture(read, set_up, tear_down);
    tcase_add_loop_test(read, a_sound_file_is_read_record_by_record, 0, ROWS(sound));
    tcase_add_test(read, values_lead_back_to_their_place);
    tcase_add_loop_test(read, each_fault_has_its_finding_at_its_place, 0, ROWS(faults));
    tcase_add_test(read, a_record_of_too_many_groups_is_refused);
    tcase_add_loop_test(read, what_would_not_read_back_is_not_written, 0, ROWS(refusals));
    tcase_add_test(read, a_day_that_a_pattern_cannot_tell_is_not_converted);
    tcase_add_test(read, a_file_is_told_by_its_beginning);
    tcase_add_checked_fixture(load, set_up, tear_down);
    tcase_add_loop_test(load, what_could_not_be_read_back_is_no_layout, 0, ROWS(loads));
    suite_add_tcase(suite, read);
    suite_add_tcase(suite, load);
    return unit_run(suite);
}
