/* check_order.c - what to do with a segment that does not fit, and what was passed over.
 *
 * The aim is one finding for one fault.  A segment that is unknown or has no place is laid aside (kind 0) and the state stays.  One whose
 * place is behind is put there without moving the state, so what follows is not blamed; when it opens a loop, the loop is entered, so that
 * its segments find their place.  One whose loop was not opened opens it, and only the missing opener is reported; should the next segment
 * fit where we came from, it was a stray and the state goes back. */
#include "schema/checker.h"

#include "base/buf.h"

static slice id_of(const struct checker *c, const struct seen_segment *seg) { return tree_slice(c->tree, seg->spans[0]); }

/* The node passed last in the loop at depth d; 0 before the first. */
static uint16_t passed_at(const struct checker *c, unsigned d) { return d == c->depth ? c->state : c->open[d + 1].node; }

static uint16_t first_after(const struct checker *c, unsigned d)
{
    uint16_t at = passed_at(c, d);
    return at ? c->schema->nodes[at].next : c->schema->nodes[c->open[d].node].first;
}

static bool takes(const struct schema *s, uint16_t node, slice id)
{
    const struct node *n = &s->nodes[node];
    return slice_eq(n->is_loop ? s->nodes[n->first].name : n->name, id);
}

/* ---- what is missing ---- */

static bool was_seen(const struct checker *c, uint16_t node, unsigned d)
{
    uint32_t serial = c->open[d].serial;
    return (c->counts[node].in == serial && c->counts[node].n > 0) || c->missing_in[node] == serial;
}

/* `p` is where it should have been; `why` says what came instead. */
static void missing_report(struct checker *c, uint16_t node, unsigned d, struct place p, slice why)
{
    const struct node *n = &c->schema->nodes[node];
    slice opener = n->is_loop ? c->schema->nodes[n->first].name : n->name;
    c->missing_in[node] = c->open[d].serial;
    place_rename(&p, opener);       /* AK301 names what is missing */
    if (n->standard_usage == USE_MANDATORY)
        found(c, X12_SEGMENT_MISSING, p, arg_node(c, 0, node), why, NO_ARG, NO_ARG);
    else
        found_guide(c, GUIDE_USAGE, n->guide, p, arg_node(c, 0, node), SLICE("is missing but mandatory"), c->schema->guide, NO_ARG);
}

/* From the state outwards to depth `keep` and there up to `stop` (0: to the end).  SE is the reader's to miss. */
static void missing_walk(struct checker *c, unsigned keep, uint16_t stop, const struct place *p, slice why)
{
    const struct node *nodes = c->schema->nodes;
    for (unsigned d = c->depth;; d--) {
        if (d == keep && stop && passed_at(c, d) == stop) return;
        for (uint16_t n = first_after(c, d); n && !(d == keep && n == stop); n = nodes[n].next)
            if (nodes[n].usage == USE_MANDATORY && !was_seen(c, n, d) && !slice_is(nodes[n].name, "SE")) missing_report(c, n, d, *p, why);
        if (d == keep) return;
    }
}

COLD void order_skipped(struct checker *c, const struct action *a, const struct seen_segment *seg)
{
    struct place p = place_segment(c, seg);
    memset(p.loop, 0, sizeof p.loop);
    missing_walk(c, a->keep, counted_node(a), &p, arg_printf(c, 1, "%.*s came instead", SLICE_ARG(id_of(c, seg))));
}

/* A set without SE was cut off, as the reader says; nobody knows what else it would have had. */
COLD void order_end(struct checker *c)
{
    struct place p = place_base(c);
    if (c->last_number && !slice_is(tree_slice(c->tree, c->last), "SE")) return;
    p.segment = c->last_number + 1;
    if (c->last_number) {
        p.offset = tree_offset(c->tree, c->last);
        p.length = c->last.len;
    }
    missing_walk(c, 0, 0, &p, SLICE("the set ends without it"));
}

/* ---- too many ---- */

static bool has_room(const struct checker *c, const struct action *a)
{
    uint16_t node = counted_node(a);
    return count_next(c, node, c->open[a->keep].serial) <= c->schema->nodes[node].standard_max;
}

/* Another place that takes this segment, with room, and without passing over anything mandatory. */
static bool order_other(const struct checker *c, slice id, struct action *out)
{
    struct follow f;
    for (follow_start(&f, c->schema, c->a, c->state); follow_next(&f);)
        if (slice_eq(c->schema->nodes[f.at.target].name, id) && !f.at.skipped && has_room(c, &f.at)) {
            *out = f.at;
            return true;
        }
    return false;
}

static void not_used_report(struct checker *c, uint16_t node, struct place p)
{
    found_guide(c, GUIDE_USAGE, c->schema->nodes[node].guide, p, arg_node(c, 0, node), SLICE("is not used"), c->schema->guide, NO_ARG);
}

/* Is it out of place together with the one before it?  A block that moved, or what belongs to something that is gone, is one fault. */
static bool goes_astray(struct checker *c, const struct seen_segment *seg)
{
    bool again = c->astray && seg->number == c->astray + 1;
    c->astray = seg->number;
    return again;
}

/* Nothing is known of its elements: it is kept so that nothing received is lost from view. */
static void lay_aside(struct checker *c, const struct seen_segment *seg)
{
    checker_leaf(c, 0, seg->n, seg->number);
}

COLD bool order_stray(struct checker *c, const struct action *a, const struct seen_segment *seg)
{
    struct action other;
    const uint16_t node = counted_node(a);
    const struct node *n = &c->schema->nodes[node];
    if (!a->skipped || has_room(c, a) || !n->is_loop || order_other(c, id_of(c, seg), &other)) return false;
    if (!goes_astray(c, seg))
        found(c, X12_LOOP_MAX, place_segment_in(c, seg, node), n->name, arg_printf(c, 1, "%u", n->standard_max), NO_ARG, NO_ARG);
    lay_aside(c, seg);
    return true;
}

/* The first surplus one is reported; the others are the same fault. */
COLD struct action order_full(struct checker *c, struct action a, const struct seen_segment *seg)
{
    struct action other;
    uint16_t node = counted_node(&a);
    const struct node *n = &c->schema->nodes[node];
    uint32_t count = count_next(c, node, c->open[a.keep].serial);
    /* Further surplus ones need not ask: room elsewhere would have been taken by the first. */
    if (n->standard_max < UINT32_MAX && count == n->standard_max + 1 && order_other(c, id_of(c, seg), &other)) return other;
    slice name = n->is_loop ? n->name : arg_node(c, 0, node);
    struct place p = place_segment_in(c, seg, a.loop ? a.loop : c->open[a.keep].node);
    if (n->standard_max < UINT32_MAX && count == n->standard_max + 1)
        found(c, n->is_loop ? X12_LOOP_MAX : X12_SEGMENT_MAX, p, name, arg_printf(c, 1, "%u", n->standard_max), NO_ARG, NO_ARG);
    else if (count <= n->standard_max && n->usage == USE_NOT_USED && count == 1)
        not_used_report(c, node, p);
    else if (count <= n->standard_max && n->usage != USE_NOT_USED && count == n->max + 1)
        found_guide(c, GUIDE_REPEAT, n->guide, p, name, arg_printf(c, 1, "%u", n->max), c->schema->guide, NO_ARG);
    return a;
}

/* ---- no way on ---- */

static void unknown(struct checker *c, const struct seen_segment *seg)
{
    slice id = id_of(c, seg), near = NO_ARG;
    if (slice_set_has(c->schema->known_segments, id)) {
        found(c, X12_SEGMENT_NOT_IN_SET, place_segment(c, seg), arg_value(id), c->schema->set_id, NO_ARG, NO_ARG);
        return;
    }
    for (uint16_t i = 0; i < c->a->n_segments && !near.len && !found_full(c); i++)
        if (id.len < 8 && slice_distance(c->a->segment_ids[i], id) == 1)
            near = arg_printf(c, 2, "; %.*s is close to it", SLICE_ARG(c->a->segment_ids[i]));
    found(c, X12_SEGMENT_UNKNOWN, place_segment(c, seg), arg_value(id), c->schema->release, near, NO_ARG);
}

/* An id one letter off, where that segment could stand and there is room for it: it was meant, so that nobody misses it and what it opens is
   open.  Its elements are not judged. */
static bool take_as_near(struct checker *c, const struct seen_segment *seg)
{
    slice id = id_of(c, seg);
    for (uint16_t i = 0; i < c->a->n_segments && id.len < 8 && !slice_set_has(c->schema->known_segments, id); i++) {
        const struct step *step = &c->a->steps[c->row[i]];
        if (!c->row[i] || step->skipped || slice_distance(c->a->segment_ids[i], id) != 1) continue;
        uint32_t serial = c->open[step->keep].serial, count = count_next(c, step->counted, serial);
        if (count > step->max) continue;
        c->counts[step->counted] = (struct count){ serial, count };
        checker_close_to(c, step->keep);
        if (step->loop) checker_enter(c, step->loop, seg->number);
        checker_go(c, step->target);
        checker_leaf(c, step->target, seg->n, seg->number);
        return true;
    }
    return false;
}

/* A place that was passed, in the innermost loop that has one. */
static uint16_t find_behind(const struct checker *c, slice id, unsigned *depth)
{
    for (unsigned d = c->depth;; d--) {
        uint16_t stop = passed_at(c, d);
        for (uint16_t n = c->schema->nodes[c->open[d].node].first; stop && n && n != stop; n = c->schema->nodes[n].next)
            if (takes(c->schema, n, id)) {
                *depth = d;
                return n;
            }
        if (d == 0) return 0;
    }
}

/* One segment of a loop around the innermost is a stray there; a second one says that the innermost was. */
static bool leaves(struct checker *c)
{
    uint32_t serial = c->open[c->depth].serial;
    bool again = c->left_in == serial;
    c->left_in = serial;
    return again;
}

static void put_behind(struct checker *c, const struct seen_segment *seg, uint16_t node, unsigned d)
{
    const struct schema *s = c->schema;
    bool is_loop = s->nodes[node].is_loop;
    uint16_t target = is_loop ? s->nodes[node].first : node;
    uint32_t count = count_next(c, node, c->open[d].serial);
    /* Was its absence reported already, it is the same fault; but a guide's warning does not excuse what the standard forbids. */
    bool was_missed = c->missing_in[node] == c->open[d].serial && s->nodes[node].standard_usage == USE_MANDATORY;
    if (!was_missed && !goes_astray(c, seg))
        found(c, X12_SEGMENT_ORDER, place_segment(c, seg), arg_node(c, 0, target), s->nodes[passed_at(c, d)].name, NO_ARG, NO_ARG);
    c->counts[node] = (struct count){ c->open[d].serial, count };
    if (is_loop) {
        checker_close_to(c, d);
        checker_enter(c, node, seg->number);
        checker_go(c, target);
    } else if (d == c->depth || leaves(c)) {
        checker_close_to(c, d);
        checker_go(c, target);          /* what it came after may have been the stray: go on from here, ways forward are open all the same */
    }
    checker_add(c, target, seg);
}

/* A segment of that id in `loop`, in loops inside it too when `deep`. */
static uint16_t find_inside(const struct checker *c, uint16_t loop, slice id, bool deep)
{
    const struct node *nodes = c->schema->nodes;
    uint16_t found = 0;
    for (uint16_t n = nodes[loop].is_loop ? nodes[loop].first : 0; n && !found; n = nodes[n].next) {
        if (!nodes[n].is_loop && slice_eq(nodes[n].name, id)) found = n;
        if (nodes[n].is_loop && deep) found = find_inside(c, n, id, true);
    }
    return found;
}

/* A loop ahead, at depth *depth, one of whose own segments this is, or when `deep` one of the loops inside it; nearest first. */
static uint16_t find_unopened(const struct checker *c, slice id, bool deep, unsigned *depth, uint16_t *target)
{
    for (unsigned d = c->depth + 1; d-- > 0;)
        for (uint16_t loop = first_after(c, d); loop; loop = c->schema->nodes[loop].next)
            if ((*target = find_inside(c, loop, id, deep))) {
                *depth = d;
                return loop;
            }
    return 0;
}

/* The loops from `loop` inwards to the one around `target`. */
static void enter_down(struct checker *c, uint16_t loop, uint16_t target, uint32_t number)
{
    uint16_t around = c->schema->nodes[target].parent;
    if (around != loop) enter_down(c, loop, around, number);
    c->counts[around] = (struct count){ c->open[c->depth].serial, count_next(c, around, c->open[c->depth].serial) };
    checker_enter(c, around, number);
}

static void open_unopened(struct checker *c, const struct seen_segment *seg, uint16_t loop, unsigned d, uint16_t target, bool silent)
{
    struct action a = { .target = target, .loop = loop, .keep = (uint8_t)d };
    struct detour detour = { .on = true, .state = c->state, .depth = c->depth, .keep = (uint8_t)d };
    if (!silent) order_skipped(c, &a, seg);
    struct place p = place_segment(c, seg);
    const struct node *opener = &c->schema->nodes[c->schema->nodes[loop].first];
    place_rename(&p, opener->name);
    if (!silent)
        found(c, X12_SEGMENT_MISSING, p, arg_node(c, 0, loop), arg_printf(c, 1, "%.*s came without it", SLICE_ARG(id_of(c, seg))), NO_ARG, NO_ARG);
    checker_close_to(c, d);
    enter_down(c, loop, target, seg->number);
    checker_go(c, target);
    detour.serial = c->open[d + 1].serial;
    c->detour = detour;
    checker_add(c, target, seg);
}

/* Back to where a stray segment led away from, when this one fits there, and needs none of the loops that were closed. */
static bool detour_undo(struct checker *c, uint32_t segment)
{
    struct detour d = c->detour;
    c->detour.on = false;
    if (!d.on || c->depth <= d.keep || c->open[d.keep + 1].serial != d.serial) return false;
    uint16_t index = c->a->act[(size_t)d.state * c->a->n_segments + segment];
    const struct step *a = &c->a->steps[index];
    if (!index || (d.keep < d.depth && (a->keep > d.keep || a->skipped))) return false;
    uint16_t loop = c->open[d.keep + 1].node;
    checker_close_to(c, d.keep);
    c->counts[loop].n--;                /* it was none: totals must not count it */
    checker_go(c, d.state);
    return true;
}

/* "; DET belongs into loop SUB, which SUB opens" for every loop that has it, three at most. */
static slice home_words(struct checker *c, slice id)
{
    const struct node *nodes = c->schema->nodes;
    struct buf out = BUF_INIT(ARG_BYTES);
    unsigned n = 0;
    for (uint16_t i = 1; i < c->schema->n_nodes && n < 3; i++) {
        const struct node *loop = &nodes[nodes[i].parent];
        if (nodes[i].is_loop || !nodes[i].parent || !slice_eq(nodes[i].name, id)) continue;
        if (loop->first == i) buf_printf(&out, "%s opens loop %.*s", n ? " or" : "; it", SLICE_ARG(loop->name));
        else buf_printf(&out, "%s belongs into loop %.*s, which %.*s opens", n ? " or" : "; it", SLICE_ARG(loop->name), SLICE_ARG(nodes[loop->first].name));
        n++;
    }
    slice made = arg_printf(c, 2, "%.*s", (int)out.len, out.ptr ? out.ptr : "");
    buf_free(&out);
    return made;
}

static void misplaced(struct checker *c, const struct seen_segment *seg)
{
    unsigned d;
    uint16_t target, node = find_behind(c, id_of(c, seg), &d);
    if (node) {
        put_behind(c, seg, node, d);
        return;
    }
    node = find_unopened(c, id_of(c, seg), false, &d, &target);
    if (node) {
        open_unopened(c, seg, node, d, target, false);
        return;
    }
    const bool again = goes_astray(c, seg);
    node = again ? find_unopened(c, id_of(c, seg), true, &d, &target) : 0;
    if (node) {                         /* the first was no stray: what it belongs to is gone, as was said */
        open_unopened(c, seg, node, d, target, true);
        return;
    }
    if (!again) found(c, X12_SEGMENT_UNEXPECTED, place_segment(c, seg), arg_value(id_of(c, seg)),
          c->state ? c->schema->nodes[c->state].name : SLICE("the beginning"), home_words(c, id_of(c, seg)), NO_ARG);
    lay_aside(c, seg);
}

COLD void order_misfit(struct checker *c, const struct seen_segment *seg)
{
    if (!c->a) {
        lay_aside(c, seg);
        return;
    }
    uint32_t segment = checker_segment_index(c, id_of(c, seg));
    if (segment == INDEX_NONE) {
        unknown(c, seg);
        if (!take_as_near(c, seg)) lay_aside(c, seg);
    } else if (detour_undo(c, segment)) {
        checker_segment(c, seg->n, seg->number, seg->odd);
    } else {
        misplaced(c, seg);
    }
}
