/* rules.c - compiles what an element must be, and the conditions between the elements of a segment.
 *
 * A rule may be stricter than the schema, never laxer: what does not pass it is looked at closely by check_element.c, which decides. */
#include "schema/compile.h"

#include "base/must.h"

enum { MAX_HASHES = 60000 };

struct made { const struct segment_def *def; const struct segment_rules *rules; };
struct hashed { const struct code_list *standard, *guide; uint16_t index; };

struct rule_maker {
    struct loader *l;
    struct code_hash *hashes;
    size_t n_hashes, hash_room;
    struct hashed *hashed;              /* which lists are in which hash */
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

const struct code_hash *rule_maker_codes(const struct rule_maker *m) { return m->hashes; }

/* ---- codes ---- */

/* Bytes of a code as a number, the first lowest; 0 when it has none or more than four. */
static uint32_t code_key(slice code)
{
    uint32_t key = 0;
    if (code.len > 4) return 0;
    for (size_t i = code.len; i > 0; i--) key = key << 8 | (uint8_t)code.ptr[i - 1];
    return key;
}

/* A quarter full at most, so that nearly every code is found, or found missing, at the first slot. */
static struct code_hash hash_make(struct rule_maker *m, const uint32_t *keys, uint32_t n)
{
    uint32_t bits = 3;
    while ((1ull << bits) < 4ull * n) bits++;
    uint32_t *slots = arena_array(m->l->arena, (size_t)1 << bits, sizeof *slots), mask = (1u << bits) - 1;
    struct code_hash hash = { slots, mask, 32 - bits };
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = code_slot(&hash, keys[i]);
        while (slots[at] && slots[at] != keys[i]) at = (at + 1) & mask;
        slots[at] = keys[i];
    }
    return hash;
}

/* Codes that every list allows; false when one of them has no key. */
static bool keys_collect(struct rule_maker *m, const struct elem *e, uint32_t **out, uint32_t *n)
{
    const struct code_list *closed = e->codes && !e->codes->open ? e->codes : NULL, *list = e->guide_codes ? e->guide_codes : closed;
    uint32_t *keys = arena_array(m->l->scratch, list->count, sizeof *keys);
    *n = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        slice code = list->codes[i].code;
        if (list != closed && closed && !code_list_has(closed, code)) continue;
        keys[*n] = code_key(code);
        if (!keys[(*n)++]) return false;
    }
    *out = keys;
    return true;
}

/* Index of the hash for an element's lists; false when they need a closer look each time. */
static bool codes_index(struct rule_maker *m, const struct elem *e, uint16_t *out)
{
    for (size_t i = 0; i < m->n_hashed; i++)
        if (m->hashed[i].standard == e->codes && m->hashed[i].guide == e->guide_codes) {
            *out = m->hashed[i].index;
            return true;
        }
    uint32_t *keys, n;
    if (m->n_hashes >= MAX_HASHES || !keys_collect(m, e, &keys, &n)) return false;
    struct code_hash hash = hash_make(m, keys, n);
    *out = (uint16_t)m->n_hashes;
    *(struct code_hash *)arena_grow(m->l->arena, &m->hashes, &m->n_hashes, &m->hash_room, sizeof hash) = hash;
    *(struct hashed *)arena_grow(m->l->scratch, &m->hashed, &m->n_hashed, &m->hashed_room, sizeof *m->hashed) =
        (struct hashed){ e->codes, e->guide_codes, *out };
    return true;
}

/* ---- elements ---- */

static enum rule_kind kind_of(const struct elem *e)
{
    static const enum rule_kind kinds[] = {
        [ELEM_AN] = RULE_TEXT, [ELEM_ID] = RULE_WORD, [ELEM_N] = RULE_INT, [ELEM_R] = RULE_REAL, [ELEM_DT] = RULE_DATE,
                [ELEM_TM] = RULE_TIME,
        [ELEM_B] = RULE_LOOK, [ELEM_COMPOSITE] = RULE_LOOK, [ELEM_DATE_TEXT] = RULE_LOOK
    };
    bool limited = e->guide_codes || (e->codes && !e->codes->open);
    if (e->usage == USE_NOT_USED || e->repeat > 1) return RULE_LOOK;
    if (limited) return e->type == ELEM_AN || e->type == ELEM_ID ? RULE_CODE : RULE_LOOK;
    if (e->type == ELEM_DT && (e->min > 8 || e->max < 8)) return RULE_LOOK;         /* six digits: envelopes only */
    return kinds[e->type];
}

static struct elem_rule elem_rule(struct rule_maker *m, const struct elem *e)
{
    struct elem_rule r = { .min = e->min, .span = e->max - e->min, .kind = (uint8_t)kind_of(e) };
    if (r.kind == RULE_CODE && !codes_index(m, e, &r.codes)) r.kind = RULE_LOOK;
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
    *(struct made *)arena_grow(m->l->scratch, &m->made, &m->n_made, &m->made_room, sizeof *m->made) = (struct made){ def, r };
    return r;
}
