/* rules.c - compiles what an element must be, and the conditions between the elements of a segment.
 *
 * A rule may be stricter than the schema, never laxer: what does not pass it is looked at closely by check_element.c, which decides. */
#include "schema/compile.h"

#include "base/must.h"

enum { MAX_CODE = 4 };

struct made { const struct segment_def *def; const struct segment_rules *rules; };
struct hashed { const struct code_list *standard, *guide; const uint32_t *slots; uint8_t shift; };      /* which lists are in which hash */

struct rule_maker {
    struct loader *l;
    struct hashed *hashed;
    size_t n_hashed, hashed_room;
    struct made *made;                  /* definitions are shared between nodes */
    size_t n_made, made_room;
};

struct rule_maker *rule_maker_new(struct loader *l)
{
    struct rule_maker *m = arena_alloc(l->scratch, sizeof *m);
    m->l = l;
    return m;
}

/* ---- codes ---- */

/* Bytes of a code as a number, the first lowest; 0 when it has none or more than four. */
static uint32_t code_key(slice code)
{
    uint32_t key = 0;
    if (code.len > MAX_CODE) return 0;
    for (size_t i = code.len; i > 0; i--) key = key << 8 | (uint8_t)code.ptr[i - 1];
    return key;
}

/* A quarter full at most, so that nearly every code is found, or found missing, at the first slot. */
static void hash_make(struct rule_maker *m, const uint32_t *keys, uint32_t n, struct hashed *out)
{
    uint32_t bits = 3;
    while ((1ull << bits) < 4ull * n) bits++;
    uint32_t *slots = arena_array(m->l->arena, (size_t)1 << bits, sizeof *slots);
    out->slots = slots;
    out->shift = (uint8_t)(32 - bits);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = code_slot(keys[i], out->shift);
        while (slots[at] && slots[at] != keys[i]) at = code_next(at, out->shift);
        slots[at] = keys[i];
    }
}

/* Codes that every list allows, but for those that have no key: they are looked at closely when they come. */
static void keys_collect(struct rule_maker *m, const struct elem *e, uint32_t **out, uint32_t *n)
{
    const struct code_list *closed = e->codes && !e->codes->open ? e->codes : NULL, *list = e->guide_codes ? e->guide_codes : closed;
    uint32_t *keys = arena_array(m->l->scratch, list->count, sizeof *keys);
    *n = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        slice code = list->codes[i].code;
        if (list != closed && closed && !code_list_has(closed, code)) continue;
        keys[*n] = code_key(code);
        *n += keys[*n] != 0;
    }
    *out = keys;
}

/* The hash of an element's lists. */
static const struct hashed *codes_hash(struct rule_maker *m, const struct elem *e)
{
    for (size_t i = 0; i < m->n_hashed; i++)
        if (m->hashed[i].standard == e->codes && m->hashed[i].guide == e->guide_codes) return &m->hashed[i];
    uint32_t *keys, n;
    keys_collect(m, e, &keys, &n);
    struct hashed *made = arena_grow(m->l->scratch, &m->hashed, &m->n_hashed, &m->hashed_room, sizeof *m->hashed);
    *made = (struct hashed){ .standard = e->codes, .guide = e->guide_codes };
    hash_make(m, keys, n, made);
    return made;
}

/* ---- elements ---- */

static enum rule_kind kind_of(const struct elem *e)
{
    static const enum rule_kind kinds[] = {
        [ELEM_AN] = RULE_TEXT, [ELEM_ID] = RULE_WORD, [ELEM_N] = RULE_INT, [ELEM_R] = RULE_REAL, [ELEM_DT] = RULE_DATE,
                [ELEM_TM] = RULE_TIME,
        [ELEM_B] = RULE_LOOK, [ELEM_COMPOSITE] = RULE_LOOK, [ELEM_DATE_TEXT] = RULE_LOOK
    };
    if (e->check) return e->usage == USE_NOT_USED || e->repeat > 1 || e->codes || e->guide_codes ? RULE_LOOK : RULE_CHECK;
    bool limited = e->guide_codes || (e->codes && !e->codes->open);
    if (e->usage == USE_NOT_USED || e->repeat > 1) return RULE_LOOK;
    if (limited) return e->type == ELEM_AN || e->type == ELEM_ID ? RULE_CODE : RULE_LOOK;
    if (e->type == ELEM_DT && (e->min > 8 || e->max < 8)) return RULE_LOOK;         /* six digits: envelopes only */
    return kinds[e->type];
}

static struct elem_rule elem_rule(struct rule_maker *m, const struct elem *e)
{
    struct elem_rule r = { .kind = (uint8_t)kind_of(e) };
    uint32_t longest = r.kind == RULE_DATE ? 8 : r.kind == RULE_CODE ? MAX_CODE : UINT32_MAX - 1, max = e->max < longest ? e->max : longest;
    const struct hashed *codes = r.kind == RULE_CODE ? codes_hash(m, e) : NULL;
    r.min = r.kind == RULE_DATE ? 8 : e->min;
    if (r.kind == RULE_LOOK || r.min > max) return (struct elem_rule){ .kind = RULE_LOOK };
    r.span = max - r.min + (r.kind == RULE_REAL);
    if (r.kind == RULE_CHECK) r.shift = (uint8_t)e->check;
    if (codes) {
        r.slots = codes->slots;
        r.shift = codes->shift;
    }
    return r;
}

/* ---- conditions ---- */

static uint64_t bit(unsigned at) { return (uint64_t)1 << at; }

/* `from` needs `needed`: joins the operation that turns by the same distance. */
static void imply(struct imply_op *ops, uint8_t *n, unsigned from, unsigned needed)
{
    uint8_t turn = (uint8_t)((from - needed) & 63), i = 0;
    while (i < *n && ops[i].turn != turn) i++;
    if (i == *n) *n = (uint8_t)(*n + 1);
    ops[i].turn = turn;
    ops[i].from |= bit(from);
}

static void note_compile(const struct syntax_note *note, struct imply_op *implies, uint8_t *n_implies,
                         struct other_op *others, uint8_t *n_others)
{
    uint64_t rest = 0;
    switch (note->kind) {
    case 'P':           /* each needs the next, the last the first: all or none */
        for (unsigned i = 0; i < note->n; i++) imply(implies, n_implies, note->at[i], note->at[(i + 1u) % note->n]);
        break;
    case 'C':
        for (unsigned i = 1; i < note->n; i++) imply(implies, n_implies, note->at[0], note->at[i]);
        break;
    default:            /* R E L */
        for (unsigned i = note->kind == 'L'; i < note->n; i++) rest |= bit(note->at[i]);
        others[*n_others] = (struct other_op){ bit(note->at[0]), rest, note->kind };
        *n_others = (uint8_t)(*n_others + 1);
    }
}

static void notes_compile(struct rule_maker *m, const struct segment_def *def, struct segment_rules *r)
{
    if (def->n_notes == 0) return;
    struct imply_op implies[64] = { { 0 } };        /* one for each distance at most */
    struct other_op *others = arena_array(m->l->arena, def->n_notes, sizeof *others);
    for (unsigned i = 0; i < def->n_notes; i++) note_compile(&def->notes[i], implies, &r->n_implies, others, &r->n_others);
    struct imply_op *kept = arena_array(m->l->arena, r->n_implies + 1u, sizeof *kept);
    if (r->n_implies) memcpy(kept, implies, r->n_implies * sizeof *kept);
    r->implies = kept;
    r->others = others;
}

static uint64_t turned(uint64_t bits, unsigned by) { return bits << (by & 63) | bits >> (-by & 63); }

bool rules_conditions_fit(const struct segment_rules *r, uint64_t present)
{
    uint64_t wrong = (r->mandatory & ~present) | !present;
    for (unsigned i = 0; i < r->n_implies; i++) wrong |= present & r->implies[i].from & ~turned(present, r->implies[i].turn);
    for (unsigned i = 0; i < r->n_others; i++) {
        const struct other_op *op = &r->others[i];
        uint64_t there = present & op->rest;
        if (op->kind == 'R')
            wrong |= !there;
        else if (op->kind == 'E')
            wrong |= there & (there - 1);
        else
            wrong |= (present & op->first) && !there;
    }
    return wrong == 0;
}

/* The values of a condition as a list of codes; RULE_LOOK when there are more conditions, or a value is too long for that. */
static struct elem_rule values_rule(struct rule_maker *m, const struct when *w)
{
    const struct elem_rule look = { .kind = RULE_LOOK };
    uint32_t keys[UINT8_MAX];
    struct hashed made;
    if (w->n != 1) return look;
    const struct condition *c = &w->conditions[0];
    for (unsigned i = 0; i < c->n; i++) {
        keys[i] = code_key(c->values[i]);
        if (!keys[i]) return look;
    }
    hash_make(m, keys, c->n, &made);
    return (struct elem_rule){ .min = 1, .span = MAX_CODE - 1, .kind = RULE_CODE, .shift = made.shift, .slots = made.slots };
}

static void whens_compile(struct rule_maker *m, const struct segment_def *def, struct segment_rules *r)
{
    struct when_rule *whens = arena_array(m->l->arena, def->n_whens, sizeof *whens);
    for (unsigned i = 0; i < def->n_whens; i++) {
        const struct elem_when *w = &def->whens[i];
        whens[i] = (struct when_rule){ .rule = elem_rule(m, w->elem), .values = values_rule(m, &w->when), .when = &w->when, .element = w->element,
                                       .on = w->when.n ? w->when.conditions[0].element : 0, .mandatory = w->elem->usage == USE_MANDATORY };
    }
    r->whens = whens;
    r->n_whens = def->n_whens;
}

/* Work out beforehand what nearly every segment asks. */
static void fine_make(struct segment_rules *r)
{
    unsigned elements = r->n_elems < FINE_ELEMENTS ? r->n_elems : FINE_ELEMENTS;
    for (uint64_t mask = 0; mask < 1u << elements; mask++)
        if (rules_conditions_fit(r, mask << 1)) r->fine[mask / 64] |= bit(mask & 63);
}

const struct segment_rules *rules_make(struct rule_maker *m, const struct segment_def *def)
{
    for (size_t i = 0; i < m->n_made; i++)
        if (m->made[i].def == def) return m->made[i].rules;
    must(def->n_elems <= SCHEMA_MAX_ELEMENTS);
    struct segment_rules *r = arena_alloc(m->l->arena, sizeof *r);
    struct elem_rule *elems = arena_array(m->l->arena, def->n_elems, sizeof *elems);
    for (unsigned k = 1; k <= def->n_elems; k++) {
        elems[k - 1] = elem_rule(m, &def->elems[k - 1]);
        if (def->elems[k - 1].usage == USE_MANDATORY) r->mandatory |= bit(k);
    }
    r->elems = elems;
    r->n_elems = (uint8_t)def->n_elems;
    notes_compile(m, def, r);
    whens_compile(m, def, r);
    fine_make(r);
    *(struct made *)arena_grow(m->l->scratch, &m->made, &m->n_made, &m->made_room, sizeof *m->made) = (struct made){ def, r };
    return r;
}
