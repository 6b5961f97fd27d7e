/* compile.h - what the files of the compiler share: where it stands, how attributes are read, how faults are reported. */
#ifndef MAP_COMPILE_H
#define MAP_COMPILE_H

#include "expr/findings.h"
#include "map/findings.h"
#include "map/plan.h"
#include "schema/flat.h"
#include "schema/path.h"
#include "xml/xml.h"

enum { MAP_MAX_BYTES = 1 << 20, MAP_MAX_DEPTH = 12, MAP_MAX_INCLUDES = 64, MAP_MAX_SLOTS = 4096 };

struct named {                  /* a let or the value of a rule, visible after its place */
    struct named *older;
    slice name;
    const struct expr *def;     /* its type, width …; for rules a stand-in */
    uint16_t slot, factor_slot;
    bool used, broken;          /* broken: reported already, so what uses it is silent */
    struct place place;
};
struct binding {                /* a fragment's parameter */
    slice name;
    const struct expr *value;   /* a literal or a map's parameter */
    bool used;
};
struct overlay {                /* the fragment being read */
    struct overlay *outer;
    slice name, id;
    struct binding *bindings;
    unsigned n;
};
struct rule_id { struct rule_id *older; slice id; struct place place; };

struct compiler {
    struct arena *arena;
    struct diags *diags;
    const struct map_sources *sources;
    struct map *map;
    struct expr_names names;
    struct expr_checker checker;
    struct path_scope scope;    /* the source's grammar, and the instances open */
    bool in_line, has_line;     /* inside <each line="yes">; one was seen */
    struct named *named;
    struct overlay *overlay;
    struct rule_id *ids;
    struct rule *rule;          /* whose expressions are compiled */
    uint16_t item_slot;         /* the slot of the <let> being compiled, for item() */
    struct expr_slot *slots;
    struct { struct param *items; size_t count, room; bool *used; } params;
    struct { struct used_table *items; size_t count, room; bool *used; } tables;
    slice rule_name;            /* what a rule without an id is called: sets' elements need none */
    bool excused;               /* the rule being read may be absent where its target is mandatory: then there is no segment */
    bool conditional;           /* inside <when> */
    unsigned includes;
    bool *table_used;
};

/* ---- reading attributes (attr.c) ---- */

void compile_fault(struct compiler *c, enum map_finding f, struct place place, slice a0, slice a1, slice a2, slice a3);
/* The same for what expressions can have wrong too. */
void compile_fault_expr(struct compiler *c, enum expr_finding f, struct place place, slice a0, slice a1, slice a2);
/* A mandatory attribute; empty with a finding when missing. */
slice attr_must(struct compiler *c, struct xml_node *n, const char *name, const char *hint);
/* A mandatory attribute that names a severity; its value is read by attr_severity. */
void attr_must_severity(struct compiler *c, struct xml_node *n, const char *name);
bool attr_yes(struct compiler *c, struct xml_node *n, const char *name);
unsigned attr_count(struct compiler *c, struct xml_node *n, const char *name, unsigned dflt, unsigned max);
/* A severity for rules: note … reject-document; line severities only inside <each line="yes">. */
bool attr_severity(struct compiler *c, struct xml_node *n, const char *name, enum severity *out);
enum rounding attr_rounding(struct compiler *c, struct xml_node *n);
/* code= say= hint= of a report whose severity is known. */
void report_read(struct compiler *c, struct xml_node *n, const struct diag_def *dflt, enum severity severity, struct report *out);
/* Parse and check an expression attribute; null when it is missing (no finding) or wrong (finding). */
struct expr *attr_expr(struct compiler *c, struct xml_node *n, const char *name);
/* The same for text at a place that is not an attribute of its own. */
struct expr *compile_text(struct compiler *c, slice text, struct place place);
struct place attr_place(struct xml_node *n, const char *name);
void compile_unknown_tag(struct compiler *c, struct xml_node *n, const char *const *known);
/* An element that may be there once stands a second time. */
void compile_twice(struct compiler *c, const struct xml_node *n, const char *what, struct place first);
unsigned compile_line(struct place place);
/* The severities an author can name here, for hints: those about a line only inside one. */
slice compile_severities(const struct compiler *c);
/* The enclosing severity of faults that a rule does not name: the line when inside one, else the document. */
enum severity compile_severity(const struct compiler *c);

/* ---- names (names.c) ---- */

struct expr_names compiler_names(struct compiler *c);
/* For hints: lets and rules by name. */
size_t names_words(const void *context, slice *list, size_t n, size_t room);
struct named *name_find(struct compiler *c, slice name);
void name_add(struct compiler *c, slice name, const struct expr *def, uint16_t slot, uint16_t factor_slot, struct place place);
uint16_t slot_add(struct compiler *c, const struct expr *def, uint8_t level, const void *rule);
/* Wrap parts that do not depend on the instance into slots of their own. */
struct expr *compile_hoist(struct compiler *c, struct expr *e);

/* ---- the map's head (head.c) ---- */
bool head_read(struct compiler *c, struct xml_node *root);
void head_check_used(struct compiler *c);
void head_check_key(struct compiler *c, struct xml_node *root);

/* ---- rules (rule.c, target.c, choose.c, convert.c, price.c) and blocks (block.c, include.c) ---- */

struct rule *rule_new(struct compiler *c, struct xml_node *n, enum rule_kind kind);
/* Attributes every target rule has: required default optional scale round places format too-long on-miss. */
void rule_read_common(struct compiler *c, struct xml_node *n, struct rule *r);
void rule_read_miss(struct compiler *c, struct xml_node *n, struct rule *r);
void rule_publish(struct compiler *c, struct rule *r, uint16_t factor_slot, const struct expr *type);
struct rule *field_read(struct compiler *c, struct xml_node *n, const struct elem *target);
struct rule *choose_read(struct compiler *c, struct xml_node *n, const struct elem *target);
struct rule *convert_read(struct compiler *c, struct xml_node *n, const struct elem *target);
struct rule *price_read(struct compiler *c, struct xml_node *n, const struct elem *target);
/* Do values of `e` fit the target?  Widths, types, codes, absence. */
void target_check(struct compiler *c, const struct rule *r, const struct expr *e, struct place place);
void target_check_absence(struct compiler *c, const struct rule *r, bool certain);
const struct block *block_read(struct compiler *c, struct xml_node *n, uint16_t node);
/* The fragment that an <include> names, its parameters bound (pushed on c->overlay); null with findings. */
struct xml_node *include_open(struct compiler *c, struct xml_node *n);
void include_close(struct compiler *c);

/* value="…" as a literal, or from="…". */
struct expr *rule_read_value(struct compiler *c, struct xml_node *n);
void rule_check_miss(struct compiler *c, const struct rule *r, const struct expr *e);
struct rule *let_read(struct compiler *c, struct xml_node *n);
struct rule *check_read(struct compiler *c, struct xml_node *n);
/* Empty when the parameter can have that value, else what was expected. */
slice param_expected(const struct param *p, slice value);

extern const char *const map_rule_attrs[];

#endif
