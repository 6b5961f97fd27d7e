/* schema_kit.h - a small grammar in memory, and documents checked against it, for the tests and fuzz targets of schema/.
 *
 * Set 900 has one of everything: closed and open code lists, each type, a composite, each kind of condition, loops in loops, totals. */
#ifndef TESTS_SCHEMA_KIT_H
#define TESTS_SCHEMA_KIT_H

#include "base/buf.h"
#include "base/must.h"
#include "schema/check.h"
#include "schema/load.h"

#include <stdlib.h>

#define KIT_TEXT(file, text) { SLICE(file), SLICE(text) }
static const struct schema_text kit_texts[] = {
    KIT_TEXT("x12/T/segments.xml",
        "<dictionary release='T'>"
        "<element ref='1' name='purpose' type='ID' min='2' max='2'/><element ref='2' name='text' type='AN' min='1' max='10'/>"
        "<element ref='3' name='day' type='DT' min='8' max='8'/><element ref='4' name='hour' type='TM' min='4' max='8'/>"
        "<element ref='5' name='count' type='N0' min='1' max='4'/><element ref='6' name='amount' type='R' min='2' max='6'/>"
        "<element ref='7' name='word' type='AN' min='3' max='5'/><element ref='8' name='unit' type='ID' min='2' max='3'/>"
        "<element ref='9' name='long code' type='ID' min='1' max='8'/><element ref='10' name='long number' type='R' min='1' max='15'/>"
        "<element ref='11' name='serial' type='AN' min='1' max='20'/>"
        "<composite ref='C1' name='pair'><component ref='8' usage='M'/><component ref='5'/></composite>"
        "<segment id='HED' name='header'><e ref='1' usage='M' word='purpose'/><e ref='2' usage='M'/><e ref='3'/><e ref='4'/><e ref='5'/><e ref='6'/>"
        "<e ref='C1'/><e ref='7'/><e ref='8'/><e ref='9'/></segment>"
        "<segment id='REF' name='reference' notes='R0203'><e ref='2' usage='M'/><e ref='2' usage='X'/><e ref='2' usage='X'/></segment>"
        "<segment id='CON' name='conditions' notes='P0102 C0304 L050607 E0809 P101112'><repeat times='12'><e ref='2' usage='X'/></repeat></segment>"
        "<segment id='OPT' name='nothing needed'><e ref='2'/></segment>"
        "<segment id='REP' name='repeating'><e ref='8' repeat='2'/><e ref='C1' repeat='2'/></segment>"
        "<segment id='N1' name='name'><e ref='2' usage='M'/></segment><segment id='N3' name='street'><e ref='2' usage='M'/></segment>"
        "<segment id='N4' name='town'><e ref='2' usage='M'/></segment>"
        "<segment id='LIN' name='line' pairs='03-05'><e ref='5'/><e ref='10' usage='M' name='quantity'/><e ref='8'/><e ref='2'/><e ref='8'/><e ref='2'/></segment>"
        "<segment id='QTY' name='quantity'><e ref='10' usage='M'/></segment><segment id='SUB' name='part'><e ref='2'/></segment>"
        "<segment id='DET' name='detail'><e ref='2'/><e ref='11'/></segment>"
        "<segment id='CTT' name='totals'><e ref='5' usage='M' name='lines'/><e ref='6' name='hash'/></segment>"
        "<element ref='12' name='level' type='ID' min='1' max='2'/>"
        "<segment id='HL' name='level'><e ref='2' usage='M' name='number'/><e ref='2' name='parent'/><e ref='12' usage='M' name='level'/><e ref='2' name='child'/></segment>"
        "<segment id='OUT' name='elsewhere'><e ref='2'/></segment><known ids='ZZ1 ZZ2'/></dictionary>"),
    KIT_TEXT("x12/T/envelope.xml",
        "<dictionary release='T'><element ref='143' name='set' type='ID' min='3' max='3'/><element ref='329' name='control' type='AN' min='4' max='9'/>"
        "<element ref='96' name='segments' type='N0' min='1' max='10'/>"
        "<segment id='ST' name='set header'><e ref='143' usage='M'/><e ref='329' usage='M'/></segment>"
        "<segment id='SE' name='set trailer'><e ref='96' usage='M'/><e ref='329' usage='M'/></segment></dictionary>"),
    KIT_TEXT("x12/T/codes.xml",
        "<code-lists><codes ref='1' open='no'><code value='00'>original</code><code value='05'>replace</code></codes>"
        "<codes ref='8' open='yes'><code value='EA'>each</code></codes>"
        "<codes ref='12' open='yes'><code value='I'>item</code>"
        "<code value='O'>order</code><code value='P'>pack</code><code value='S'>shipment</code></codes><codes ref='9' open='no'><code value='LONGCODE'>long</code><code value='S'>short</code></codes></code-lists>"),
    KIT_TEXT("x12/T/900.xml",
        "<set id='900' functional='TT' release='T' name='test'>"
        "<segment id='ST' usage='M'/><segment id='HED' usage='M'/><segment id='REF' max='2'/><segment id='CON' max='unbounded'/><segment id='OPT'/>"
        "<segment id='REP'/>"
        "<loop id='N1' max='2' name='party'><segment id='N1' usage='M'/><segment id='N3' max='2'/><segment id='N4'/></loop>"
        "<loop id='LIN' usage='M' max='3'><segment id='LIN' usage='M'/><segment id='QTY' usage='M'/>"
        "<loop id='SUB' max='2'><segment id='SUB' usage='M'/><segment id='DET'/></loop></loop>"
        "<segment id='CTT'/><segment id='SE' usage='M'/>"
        "<total element='CTT.01' count='LIN' severity='warn'/><total element='CTT.02' hash='LIN.02' severity='warn'/></set>"),
    KIT_TEXT("us/900.xml",
        "<guide id='us:900' base='x12:T:900' name='ours' source='our guide'>"
        "<segment path='HED'><element n='01' codes='00' severity='reject-document'/><element n='02' min-length='2' max-length='4'/>"
        "<element n='03' usage='M'/><element n='08' usage='not-used'/><element n='09' codes='EA CA'/></segment>"
        "<segment path='REF' max='1'/><segment path='OPT' usage='not-used'/><loop path='N1' usage='M'/>"
        "<segment path='N1/N3' usage='M'/></guide>"),
    KIT_TEXT("us/all.xml",             /* every kind of rule about more than one element */
        "<guide id='us:all' base='x12:T:900' name='all rules'>"
        "<segment path='LIN/SUB/DET'><element n='02' when='01=GM AI' check='sscc'/><element n='02' when='01=AI' usage='M' min-length='2'/>"
        "<element n='02' when='01=NO; 02=X' usage='not-used'/></segment><segment path='N1/N3'><element n='01' check='gtin'/></segment>"
        "<require path='REF' when='01=A' max='1'/><require path='SUB/DET' in='LIN' when='01=D' min='0' max='1'/><require path='N1' when='01=A'/>"
        "<assert id='SUM' at='CTT.02' test='sum(LIN.02) = CTT.02' text='{CTT.02} {sum(LIN.02)}'/>"
        "<assert id='LINES' each='LIN/SUB' at='SUB.01' test='SUB.01 != LIN.04 and LIN.02 &lt; count(/LIN) + 5' text='{SUB.01}'/></guide>"),
    KIT_TEXT("x12/T/910.xml",
        "<set id='910' functional='TT' release='T' name='tree'><segment id='ST' usage='M'/><segment id='HED' usage='M'/>"
        "<loop id='HL' max='unbounded'><segment id='HL'/><segment id='LIN'/><segment id='QTY'/></loop><segment id='SE' usage='M'/>"
        "<hierarchy path='HL' id='01' parent='02' level='03' child='04'/></set>"),
    KIT_TEXT("us/tree.xml",
        "<guide id='us:tree' base='x12:T:910' name='tree'><hierarchy path='HL'><level code='S' under='' min='1' max='1'/><level code='O' under='S'/>"
        "<level code='P'/><level code='I'/><shape when='HED.01=00' levels='S>O O>P P>I O>I'/><content level='I' needs='LIN QTY'/>"
        "<leaf level='I P' when='HED.01=00'/></hierarchy></guide>"),
    KIT_TEXT("rec/order.xml",
        "<layout id='rec:order' format='xml' charset='ISO-8859-1' xsd='order.xsd' name='an order'><group name='Request'>"
        "<field name='Kind' constant='New'/><group name='Data' usage='M'><field name='Id' type='AN' max='40' usage='M'/>"
        "<field name='Def' type='AN' max='10' empty='write'/><group name='Line' usage='M' max='unbounded'>"
        "<field name='Day' type='DT' format='dd/MM/yyyy'/><field name='Price' type='R' scale='4' max='14'/><field name='Hold' type='ID' codes='Yes No'/>"
        "</group></group></group></layout>")
};
enum { KIT_TEXTS = sizeof kit_texts / sizeof *kit_texts };

/* Load from memory: `texts` come before the kit's own. */
static inline int kit_load(struct arena *arena, const struct schema_text *texts, size_t n, const char *id, const char *guide,
                           const struct schema **out, struct diags *diags)
{
    struct arena *scratch = arena_new();
    struct schema_text all[KIT_TEXTS + 4];
    must(n <= 4);
    if (n) memcpy(all, texts, n * sizeof *all);
    memcpy(all + n, kit_texts, sizeof kit_texts);
    struct loader l = { .arena = arena, .scratch = scratch, .texts = all, .n_texts = n + KIT_TEXTS, .diags = diags };
    int rc = schema_load_from(&l, slice_of(id), slice_of(guide), out);
    arena_free(scratch);
    return rc;
}

/* Put the next segment's spans where the scanner would; false at the end.  '*' and '~' delimit. */
static inline bool kit_segment(struct tree *t, slice text, size_t *at, unsigned *n, bool *odd)
{
    size_t start = *at;
    *n = 0;
    *odd = false;
    for (size_t i = start; i < text.len; i++) {
        char c = text.ptr[i];
        if ((unsigned char)c < 0x20 || (unsigned char)c >= 0x7f || c == ':' || c == '^') *odd = true;
        if (c != '*' && c != '~') continue;
        tree_room(t, *n + 1)[*n] = i > start ? (struct span){ (uint32_t)start, (uint32_t)(i - start) } : SPAN_ABSENT;
        if (*n == 0) t->field[t->fields].off = (uint32_t)start;     /* an id has a place, be it empty */
        ++*n;
        start = i + 1;
        if (c != '~') continue;
        *at = start;
        return true;
    }
    return false;
}

struct kit {
    struct arena *arena;
    struct diags diags;
    struct tree tree;
    struct checker *checker;
    struct source source;
    bool look_always;           /* say of every segment that its bytes are odd, so that nothing is left to the fast way */
};

static inline void kit_open(struct kit *k, size_t cap)
{
    k->arena = arena_new();
    diags_init(&k->diags, k->arena, cap);
    k->look_always = false;
    tree_init(&k->tree);
    k->checker = checker_new();
}

static inline void kit_close(struct kit *k)
{
    checker_free(k->checker);
    tree_free(&k->tree);
    arena_free(k->arena);
}

/* The whole document; findings are in k->diags.  `text` must outlive the kit. */
static inline void kit_check(struct kit *k, const struct schema *s, const struct check_options *options, slice text)
{
    size_t at = 0;
    unsigned n;
    uint32_t number = 0;
    bool odd;
    k->source = (struct source){ .name = "test", .bytes = text, .fd = -1 };
    checker_begin(k->checker, s, options, &k->tree, &k->diags, SLICE("900"), SLICE("0001"));
    k->tree.text = text.ptr;
    k->tree.component = ':';
    k->tree.repetition = '^';
    k->tree.source = &k->source;
    while (kit_segment(&k->tree, text, &at, &n, &odd)) checker_segment(k->checker, n, ++number, odd || k->look_always);
    checker_end(k->checker);
}

/* Findings as "CODE segment[.element[-component]]", joined by "; ". */
static inline void kit_findings(const struct diags *d, struct buf *out)
{
    for (size_t i = 0; i < d->count; i++) {
        const struct place *p = &d->items[i].place;
        buf_printf(out, "%s%s %u", i ? "; " : "", d->items[i].def->code, p->segment);
        if (p->element) buf_printf(out, ".%u", p->element);
        if (p->component) buf_printf(out, "-%u", p->component);
    }
}

#endif
