/* characters.c - see characters.h.  Nearly every document is plain ASCII; then one pass over its bytes is all that happens. */
#include "engine/characters.h"

#include "engine/documents.h"
#include "engine/findings.h"

/* The part of the tree's text that its fields use. */
static slice used_text(const struct tree *tree)
{
    if (tree->fields == 0) return (slice){ 0 };
    uint32_t from = tree->field[0].off;
    struct span last = tree->field[tree->fields - 1];
    for (uint32_t k = tree->fields; k > 0 && span_is_absent(last); k--) last = tree->field[k - 1];
    return (slice){ tree->text + from, last.off + last.len - from };
}

static struct place field_place(const struct tree *tree, struct span span)
{
    struct place place = place_at(tree->source, tree_offset(tree, span), span.len);
    (void)document_find_field(tree, tree->text + span.off, &place);
    return place;
}

static bool first_bad_field(const struct tree *tree, struct span *out)
{
    for (uint32_t k = 0; k < tree->fields; k++) {
        if (span_is_absent(tree->field[k]) || utf8_is_valid(tree_slice(tree, tree->field[k]))) continue;
        *out = tree->field[k];
        return true;
    }
    return false;
}

/* Copy the text, append each non-ASCII field in UTF-8, and let its span point there. */
static void convert(struct tree *tree, struct arena *arena)
{
    slice text = used_text(tree);
    uint32_t base = (uint32_t)(text.ptr - tree->text);
    struct buf copy = BUF_INIT((size_t)UINT32_MAX);
    buf_add(&copy, (slice){ tree->text, base + text.len });
    for (uint32_t k = 0; k < tree->fields; k++) {
        struct span *span = &tree->field[k];
        if (span_is_absent(*span)) continue;
        slice field = { tree->text + span->off, span->len };
        if (ascii_only(field)) continue;
        uint32_t at = (uint32_t)copy.len;
        utf8_from_latin1(&copy, field);
        *span = (struct span){ at, (uint32_t)copy.len - at };
    }
    tree->text = arena_copy(arena, buf_slice(&copy)).ptr;
    buf_free(&copy);
}

bool characters_to_utf8(struct tree *tree, enum charset charset, struct arena *arena, struct diags *diags)
{
    if (ascii_only(used_text(tree))) return true;
    struct span bad = SPAN_ABSENT;
    bool valid = !first_bad_field(tree, &bad);
    if (charset == CHARSET_UTF8 && !valid) {
        diag_add(diags, &engine_findings[ENGINE_NOT_UTF8], field_place(tree, bad), NO_ARG, NO_ARG, NO_ARG, NO_ARG);
        return false;
    }
    if (charset == CHARSET_LATIN1 || !valid) {
        if (charset == CHARSET_AUTO) diag_add(diags, &engine_findings[ENGINE_LATIN1], field_place(tree, bad), NO_ARG, NO_ARG, NO_ARG, NO_ARG);
        convert(tree, arena);
    }
    return true;
}
