/* shape.h - the tables behind settings and agreements, as the reader, the checker and the reference see them.
 *
 * A shape is one element with its attributes and its single child elements; a row is one attribute.  Inside conf/ only. */
#ifndef CONF_SHAPE_H
#define CONF_SHAPE_H

#include "conf/conf.h"
#include "xml/xml.h"

enum conf_kind {                /* what a value looks like, and the C type it is stored in */
    CONF_KIND_TEXT,             /* slice */
    CONF_KIND_COUNT,            /* unsigned */
    CONF_KIND_SECONDS,          /* unsigned; written with s, min, h or d */
    CONF_KIND_MILLIS,           /* unsigned; written with ms or s */
    CONF_KIND_BYTES,            /* uint64_t; written with KB, MB, GB or TB, steps of 1024 */
    CONF_KIND_SWITCH,           /* bool, one of two words */
    CONF_KIND_CHOICE,           /* enum, one of some words */
    CONF_KIND_WORD,             /* slice, one of some words */
    CONF_KIND_LETTERS,          /* slice of distinct letters, blanks between them dropped */
    CONF_KIND_NAMES,            /* unsigned, bits named by conf_names */
    CONF_KIND_DELIMITER         /* char: a sign, or its number as 0x1D; 0 when empty */
};
enum conf_effect { CONF_RELOAD, CONF_RESTART };

struct conf_choice {            /* one word of a setting, ended by a null name */
    const char *name;
    int value;
    const char *text;
};

struct conf_row {
    const char *element, *attribute;
    enum conf_kind kind;
    size_t offset;              /* of the field in its struct */
    uint64_t min, max;
    const struct conf_choice *choices;
    const char *fallback;       /* null: mandatory */
    enum conf_effect effect;
    const char *text;
};

enum { CONF_MOST_MORE = 2 };
struct conf_shape {
    const char *element;        /* "agreement" */
    const char *text;           /* for the reference */
    const struct conf_row *rows;
    unsigned n_rows;
    const char *more[CONF_MOST_MORE];       /* child elements with a shape of their own that may repeat; the rest null */
};

extern const struct conf_shape conf_settings_shape, conf_agreement_shape, conf_document_shape, conf_param_shape, conf_envelope_shape;

struct conf_reader {
    struct arena *arena;
    const struct conf_names *names;
    struct diags *diags;
    bool bad;                   /* an error was found */
};

/* Parse `text` as the row says and store it at its offset in `object`.  False, and nothing stored, when it is not usable. */
bool conf_store(const struct conf_reader *r, const struct conf_row *row, slice text, void *object);
/* What is allowed, as the end of the sentence "… is not": "a time from 0s to 1h, such as 2s". */
void conf_allowed(struct buf *out, const struct conf_row *row);
/* Fill `object` from `node`: defaults, then what is written; findings for everything unknown, repeated, missing or unusable. */
void conf_read(struct conf_reader *r, struct xml_node *node, const struct conf_shape *shape, void *object);
void conf_find(struct conf_reader *r, unsigned finding, struct place place, slice a0, slice a1, slice a2);

#endif
