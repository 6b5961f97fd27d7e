/* load.h - inside schema/: what the readers of schema files share.
 *
 * A loader reads the files of one schema.  XML trees live in a scratch arena and go when loading ends; what the schema keeps is copied.  A
 * wrong file is a finding and sets `bad`; reading goes on, so that all faults of a file are seen at once. */
#ifndef SCHEMA_LOAD_H
#define SCHEMA_LOAD_H

#include "schema/findings.h"
#include "schema/schema.h"
#include "xml/xml.h"

enum {
    SCHEMA_FILE_BYTES = 8 << 20,        /* the largest schema file */
    SCHEMA_MAX_NODES = 4000,            /* of a set or layout: keeps the automaton below 3 MB */
    SCHEMA_MAX_DEPTH = 12,              /* of nested loops */
    SCHEMA_MAX_ELEMENTS = 63            /* of a segment: presence is one bit each in 64; bit 0 is the id */
};

struct schema_text { slice name, bytes; };      /* a schema file in memory, "x12/004010/850.xml" */

/* ---- names to numbers ---- */

enum { INDEX_NONE = 0xFFFFFFFFu };
struct index_slot { slice key; uint32_t value; };
struct name_index { struct index_slot *slots; uint32_t mask; };
/* Room for `n` names. */
void index_init(struct name_index *x, struct arena *arena, size_t n);
/* False when the name is there already. */
bool index_put(struct name_index *x, slice key, uint32_t value);
uint32_t index_get(const struct name_index *x, slice key);

/* ---- the dictionary of a release ---- */

struct dictionary {
    struct elem *elements;              /* elements first, then composites */
    uint32_t n_elements;
    struct segment_def *segments;
    uint32_t n_segments;
    struct code_list *lists;
    uint32_t n_lists;
    struct name_index element_index, segment_index, list_index;
    struct slice_set known;
};

struct loader {
    struct arena *arena;                /* of the schema */
    struct arena *scratch;              /* of the XML */
    const struct schema_path *path;
    const struct schema_text *texts;    /* files in memory come first; for tests and fuzzing */
    size_t n_texts;
    struct diags *diags;
    bool bad;
    uint64_t digest;                    /* over all files read, in order */
    struct dictionary dictionary;
};

/* The whole loading, from folders or (texts) from memory. */
int schema_load_from(struct loader *l, slice id, slice guide, const struct schema **out);

/* ---- load.c ---- */

/* The root of a file named relative to the schema folders.  `folder` (may be null) is where it was found.  E_NOT_FOUND, or E_BAD with findings.
   With `root` null the root may be anything. */
int load_file(struct loader *l, slice name, const char *root, struct xml_node **out, slice *folder);
void load_bad(struct loader *l, enum schema_finding what, struct place place, slice a0, slice a1, slice a2);

/* ---- read.c: attributes ---- */

/* Copied into the schema's arena; empty when absent. */
slice read_text(struct loader *l, struct xml_node *n, const char *name);
/* Likewise, but its lack is a finding. */
slice read_required(struct loader *l, struct xml_node *n, const char *name);
/* A number min…max; `absent` when the attribute is not there.  "unbounded" is UINT32_MAX where max says so. */
uint32_t read_number(struct loader *l, struct xml_node *n, const char *name, uint32_t min, uint32_t max, uint32_t absent);
/* M, O, X or not-used. */
enum usage read_usage(struct loader *l, struct xml_node *n, enum usage absent);
/* "AN", "N2" …: type and implied decimals. */
void read_type(struct loader *l, struct xml_node *n, struct elem *e);
/* note, warn, … ; false when the attribute is absent. */
bool read_severity(struct loader *l, struct xml_node *n, enum severity *out);
/* A list of words as codes; null when there are none.  Meanings come from `meanings` (may be null). */
const struct code_list *read_codes(struct loader *l, slice words, slice name, const struct code_list *meanings, struct place place);
/* Sort a list's codes and report those written twice. */
void codes_sort(struct loader *l, struct code_list *list, struct code *codes, uint32_t count, struct place place);
/* Every attribute of `n` must be among `known`. */
void read_only(struct loader *l, struct xml_node *n, const char *const *known);
/* Place of an attribute's value, or of the element. */
struct place read_place(struct xml_node *n, const char *name);

/* ---- the readers ---- */

int dictionary_load(struct loader *l, slice release);
int set_load(struct loader *l, struct xml_node *root, struct schema *s, slice release, slice set_id);
int guide_apply(struct loader *l, struct xml_node *root, struct schema *s, slice guide);
/* `base` has the groups and fields: `root` itself, or the layout it is a variant of. */
int layout_load(struct loader *l, struct xml_node *root, struct xml_node *base, struct schema *s, slice folder);
/* The format's part of a layout whose nodes are read: of `root`, or of a variant of it. */
void layout_text_load(struct loader *l, struct xml_node *root, struct schema *s);
/* The next word between blanks; false at the end. */
bool read_word(slice *rest, slice *out);

#endif
