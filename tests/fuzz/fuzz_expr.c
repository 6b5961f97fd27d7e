/* fuzz_expr.c - any text as an expression: it parses, or there is exactly one finding inside the text; what parses is checked against made-up names; what
 * passes is evaluated over a small tree, twice, with the same answer. */
#include "base/must.h"
#include "expr/check.h"
#include "expr/eval.h"
#include "expr/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Elements are text, number or date by their number; every segment is child kind 1 of the root. */
static const struct ref_step any_step = { .kind = 1 };

static bool answer_path(void *context, struct expr *e)
{
    struct expr_ref *ref = arena_alloc(context, sizeof *ref);
    uint64_t k = 0;
    if (!slice_to_u64(e->path->element, 9, &k)) k = 1;
    *ref = (struct expr_ref){ .leaf = (uint8_t)e->path->leaf, .element = (uint16_t)k, .n_steps = 1, .steps = &any_step, .choices = 1, .many = e->path->n_steps > 1 };
    if (ref->leaf == LEAF_PAIR || ref->leaf == LEAF_PAIRS) ref->leaf = LEAF_ELEMENT;
    e->op = EX_PATH;
    e->ref = ref;
    e->type = e->path->leaf == LEAF_GROUP ? TYPE_GROUPS : k % 3 == 0 ? TYPE_DATE : k % 3 == 1 ? TYPE_TEXT : TYPE_NUMBER;
    return true;
}

static bool answer_param(void *context, struct expr *e)
{
    (void)context;
    e->index = 0;
    e->type = TYPE_TEXT;
    return true;
}

static bool no_node(void *context, struct expr *e) { (void)context; (void)e; return false; }
static bool answer_level(void *context, struct expr *e, slice name) { (void)context; (void)name; e->index = 0; return true; }
static bool no_factor(void *context, struct expr *e, slice name) { (void)context; (void)e; (void)name; return false; }
static uint8_t enter(void *context, slice name, struct expr *groups) { (void)context; (void)name; (void)groups; return 1; }
static void leave(void *context) { (void)context; }
static bool any_code(void *context, const struct expr *path,
                     const struct expr *literal) { (void)context; (void)path; (void)literal; return true; }

static void fault(struct expr_run *run, const struct expr *e, const struct diag_def *def, struct place place, slice a0, slice a1)
{
    (void)run; (void)place; (void)a0; (void)a1;
    must(e && def);
}

static void make_tree(struct tree *t)
{
    static const char text[] = "AB*x1*12.5*20260309*y*-3*20240229*zz*0*260101";
    tree_init(t);
    (void)tree_room(t, 1);
    (void)tree_add(t, 0, 0, 0, 0);
    for (unsigned s = 0; s < 2; s++) {
        struct span *spans = tree_room(t, 10);
        unsigned n = 0, from = 0;
        for (unsigned i = 0; i < sizeof text; i++) {
            if (text[i] != '*' && text[i] != '\0') continue;
            spans[n++] = (struct span){ from, i - from };
            from = i + 1;
        }
        tree_close(t, tree_add(t, 1, 0, n, s + 1));
    }
    tree_close(t, 0);
    t->text = text;
}

static void run(struct arena *arena, const struct expr *e)
{
    static const struct expr_host host = { .fault = fault };
    uint32_t first[2] = { TREE_NONE, 1 }, last[2] = { TREE_NONE, 2 };
    struct value param = value_text(SLICE("x1")), a, b;
    char room_a[VALUE_MAX_TEXT], room_b[VALUE_MAX_TEXT];
    struct tree tree;
    make_tree(&tree);
    struct expr_run r = { .in = &tree, .first = first, .last = last, .kinds = 2, .params = &param, .arena = arena,
            .host = &host };
    expr_eval(&r, e, &a);
    expr_eval(&r, e, &b);
    must(a.kind == b.kind);
    must(slice_eq(value_show(&a, room_a), value_show(&b, room_b)));
    tree_free(&tree);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct diags diags;
    diags_init(&diags, arena, 50);
    struct expr_text in = { .text = { (const char *)data, size } };
    struct expr *e = expr_parse(arena, &in, &diags);
    must(e ? diags.count == 0 : diags.count == 1);
    if (!e) must(diags.items[0].place.offset <= size);
    struct expr_names names = { arena, answer_path, answer_param, no_node, no_node, no_node, answer_level, no_factor, enter,
            leave, any_code };
    struct expr_checker checker = { arena, &diags, &names };
    if (e && expr_check(&checker, e) && e->type >= TYPE_TEXT && e->type <= TYPE_BOOL && diags.count == 0) run(arena, e);
    arena_free(arena);
    return 0;
}
