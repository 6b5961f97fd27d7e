/* value.h - what an expression yields: absent, text, a number, a date, or yes/no.
 *
 * Absent, empty and zero are three different things.  An absent value may be `known`: absent because of trouble that was already
 * reported, so that one fault does not make a second finding further on. */
#ifndef EXPR_VALUE_H
#define EXPR_VALUE_H

#include "base/date.h"
#include "base/decimal.h"
#include "base/slice.h"

enum value_kind { VALUE_ABSENT, VALUE_TEXT, VALUE_NUMBER, VALUE_DATE, VALUE_BOOL };

struct value {
    enum value_kind kind;
    bool yes;                   /* VALUE_BOOL: the answer; VALUE_ABSENT: the trouble is known */
    date day;
    decimal number;
    slice text;                 /* VALUE_TEXT; for a number or date read from the document: its text as sent, else empty */
};

enum { VALUE_MAX_TEXT = 40 };   /* room for any number, date or yes/no as text */

static inline struct value value_absent(void) { return (struct value){ .kind = VALUE_ABSENT }; }
static inline struct value value_trouble(void) { return (struct value){ .kind = VALUE_ABSENT, .yes = true }; }
static inline struct value value_text(slice s) { return (struct value){ .kind = VALUE_TEXT, .text = s }; }
/* In place, what does not matter for a text left alone: leaves are read for every line. */
static inline void value_set_text(struct value *v, slice s)
{
    v->kind = VALUE_TEXT;
    v->yes = false;
    v->text = s;
}
static inline struct value value_number(decimal d) { return (struct value){ .kind = VALUE_NUMBER, .number = d }; }
static inline struct value value_date(date d) { return (struct value){ .kind = VALUE_DATE, .day = d }; }
static inline struct value value_bool(bool yes) { return (struct value){ .kind = VALUE_BOOL, .yes = yes }; }
static inline bool value_is_absent(const struct value *v) { return v->kind == VALUE_ABSENT; }
/* A condition holds only when it is a plain yes; an absent one does not. */
static inline bool value_holds(const struct value *v) { return v->kind == VALUE_BOOL && v->yes; }

/* As text: borrowed from the value, or written into `room`.  Empty for absent; dates as YYYY-MM-DD. */
slice value_show(const struct value *v, char room[VALUE_MAX_TEXT]);
/* <0, 0, >0 for two values of one kind, neither absent. */
int value_cmp(const struct value *a, const struct value *b);

#endif
