/* run.h - one run of a map, shared by the files that do it. */
#ifndef MAP_RUN_H
#define MAP_RUN_H

#include "map/cover.h"
#include "map/findings.h"
#include "map/plan.h"

enum { RUN_MAX_KEYS = 32, RUN_TEXT = 64 };

struct bound_table {            /* a used table as the environment provides it */
    const struct table_lookup *table;
    unsigned key;
    unsigned *columns;
    bool missing, reported;
};

struct price_facts {            /* run_quick_number.c: what is the same for all lines of a document */
    const struct rule *rule;    /* whose they are; null: not known yet */
    bool usable, has_currency;
    int64_t tolerance;
    slice currency;
};

enum { RUN_AHEAD = 16 };
struct item_hints {             /* run_item.c: what the item master said of the lines to come */
    uint32_t group[RUN_AHEAD], hint[RUN_AHEAD];     /* segment; of its first identifier */
    unsigned n, at;
};

enum { RUN_NO_LEVEL = 0xFFFFFFFFu };
struct run_levels {             /* run_levels.c: the HL segments of the output, in order */
    struct run_level { uint32_t group, parent; const struct level *level; bool has_children; } *items;     /* parent: one of these */
    size_t count, room;
    uint32_t at[LEVELS_DEPTH];  /* the last one of each depth */
};

struct why;                     /* explain.c: leaves read while a value is explained */

struct run {
    struct expr_run x;          /* first: hosts get it back */
    const struct map *map;
    const struct map_env *env;
    struct tree *out;
    struct diags *diags;
    struct map_result *result;
    struct map_trace *trace;
    struct why *why;
    struct bound_table *tables;
    uint32_t readable;          /* bytes of the document's text, at least */
    struct tree_value *fixed;   /* of the blocks inside <each>, made before its first instance */
    const struct item_kind *kind_hint[RUN_MAX_KEYS];    /* run_item.c: what stood at each place in the line before */
    struct price_facts price_facts;
    struct item_hints hints;
    struct run_levels levels;
    struct value as_of;
    int32_t as_of_day;          /* the same, as look-ups want it */
    bool has_as_of;
    bool in_line;
    uint8_t line_level;
    unsigned line;
    enum severity line_worst;
};

/* ---- run_start.c ---- */
void run_start(struct run *run, const struct map *m, const struct map_env *env, const struct tree *in, struct arena *arena,
               struct diags *diags);

/* ---- run_cover.c ---- */
void run_cover_begin(struct run *run);
void run_cover_end(struct run *run);
void run_cover_branch(struct expr_run *x, const struct expr *e);
void run_cover_row(struct run *run, unsigned table, uint32_t line);
/* A part of the plan is used; noted only when somebody wants to know. */
static inline void run_reached(struct run *run, const void *part)
{
    if (run->env->cover) cover_hit(run->env->cover, part);
}

/* ---- run_report.c ---- */
void run_finding(struct run *run, const struct rule *r, const struct diag_def *def, enum severity severity, struct place place,
                 slice a0, slice a1, slice a2, slice a3);
/* By a report: the author's message with his expressions, or the engine's with these arguments. */
void run_report(struct run *run, const struct rule *r, const struct report *report, struct place place, slice a0, slice a1,
                slice a2, slice a3);
/* Where in the document the value of `e` stands; where it should stand when it is absent. */
struct place run_place(struct run *run, const struct expr *e);
/* Copy into the run's scratch, for arguments. */
slice run_text(struct run *run, const char *format, ...) __attribute__((format(printf, 2, 3)));
slice run_decimal(struct run *run, decimal d);
/* The severity of a fault that its rule does not name. */
enum severity run_severity(const struct run *run, const struct rule *r);
extern const struct expr_host run_host, run_host_why, run_host_cover;

/* ---- run_item.c ---- */
enum row_outcome run_item(struct expr_run *x, const struct expr *e, uint32_t group, struct item_match *out);
/* Asks the item master for `instance` of an <each> and those after it at once, for run_item to come.  Only a matter of speed. */
void run_item_ahead(struct run *run, const struct expr *e, uint32_t instance);

/* ---- run.c ---- */
/* The usual way of a rule that gives a value, and of a check. */
void run_put(struct run *run, const struct rule *r, struct tree_value *value);
void run_check(struct run *run, const struct rule *r);
/* The values of the block's rules, where the output has room for its next group's; its checks too. */
struct tree_value *run_values(struct run *run, const struct block *block);
void run_children(struct run *run, const struct block *block, uint32_t parent);

/* ---- run_each.c ---- */
struct seen_values { slice *slots; size_t count, room; };      /* of by=, in the document's arena */
/* Does the instance that was just entered pass where= and by=? */
bool run_is_wanted(struct run *run, const struct each *each, struct seen_values *seen);

/* ---- run_set.c, run_levels.c ---- */
void run_set_block(struct run *run, const struct block *block, uint32_t parent);
/* When all blocks have run. */
void run_set_end(struct run *run);
/* The value of a segment's element, to be filled; null when it was left out. */
struct tree_value *run_set_value(struct run *run, uint32_t group, unsigned element);
void run_set_text(struct run *run, struct tree_value *v, slice text);
void levels_add(struct run *run, const struct level *level, uint32_t group);
void levels_number(struct run *run);

/* ---- run_quick.c ---- */
/* The rules and checks of a block inside an <each>, each the quick way (quick.h) when it has one and it leads somewhere. */
void run_quickly(struct run *run, const struct block *block, struct tree_value *values);

/* ---- run_field.c ---- */
/* Value of a rule, and its text as the target wants it; false: absent.  The text is in `room`, or in the run's scratch, or stands somewhere for
   good: in the document, the map, the item master …. */
bool run_rule(struct run *run, const struct rule *r, char room[RUN_TEXT], slice *text);
/* Digits of a whole number at the front of `room`. */
slice run_digits(uint64_t n, char room[RUN_TEXT]);
void run_rule_value(struct run *run, const struct rule *r, struct value *out);
bool run_rule_text(struct run *run, const struct rule *r, struct value *v, char room[RUN_TEXT], slice *text);

/* ---- run_convert.c, run_price.c ---- */
void run_convert(struct run *run, const struct rule *r, struct value *out);
void run_price(struct run *run, const struct rule *r, struct value *out);
bool run_wants_total(const struct run *run, const struct price *price);

/* ---- trace.c ---- */
void trace_group(struct map_trace *trace, const struct run *run, uint32_t group, const struct block *block);
void trace_begin(struct map_trace *trace, const struct map *m, const struct map_env *env);

/* ---- explain.c ---- */
void why_leaf(struct expr_run *x, const struct expr *e, const struct value *value, uint32_t group, struct span span,
              uint32_t row);

#endif
