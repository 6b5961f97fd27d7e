/* record_kit.h - an XML record as the tree that readers of records give to maps: a group for each element, field 0 its name, field k its k-th attribute
 * by the layout.  As plain as can be: values with entities are not decoded, unknown names are left out. */
#ifndef KIT_RECORD_KIT_H
#define KIT_RECORD_KIT_H

#include "schema/schema.h"
#include "tree/tree.h"
#include "xml/xml.h"

__attribute__((unused)) static void kit_put_element(const struct schema *layout, const struct source *source, struct xml_node *n, uint16_t node, uint32_t parent,
                            struct tree *tree)
{
    const struct segment_def *def = layout->nodes[node].segment;
    struct span *spans = tree_room(tree, def->n_elems + 1u);
    spans[0] = (struct span){ (uint32_t)n->place.offset, (uint32_t)n->name.len };
    for (unsigned k = 0; k < def->n_elems; k++) {
        slice name = def->elems[k].field_name;
        spans[k + 1] = SPAN_ABSENT;
        for (unsigned i = 0; i < n->n_attrs; i++)
            if (slice_eq(n->attrs[i].name, slice_sub(name, 1, name.len)) && n->attrs[i].value.len)
                spans[k + 1] = (struct span){ (uint32_t)n->attrs[i].value_place.offset, (uint32_t)n->attrs[i].value.len };
    }
    uint32_t group = tree_add(tree, node, parent, def->n_elems + 1u, 0);
    for (struct xml_node *child = n->first; child; child = child->next) {
        uint16_t at = schema_child(layout, node, child->name);
        if (at) kit_put_element(layout, source, child, at, group, tree);
    }
    tree_close(tree, group);
}

__attribute__((unused)) static bool kit_read_record(struct arena *arena, const struct schema *layout, const struct source *source, struct tree *tree, struct diags *diags)
{
    struct xml_node *root = xml_parse(arena, source, diags);
    tree_reset(tree);
    tree->text = source->bytes.ptr;
    tree->source = source;
    if (root) kit_put_element(layout, source, root, 0, 0, tree);
    return root != NULL;
}

#endif
