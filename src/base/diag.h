/* diag.h - findings: what is wrong with data, where, and what to do about it.
 *
 * A finding is a value: a row of a table (code, default severity, message template, hint, source), a place, and up to four arguments.
 * It holds no formatted text; render.h turns it into a caret line, JSON or plain words, and ack/ turns it into AK3/AK4.  Rows live in the
 * folder that raises them (x12/x12_findings.h …), so base knows nothing of EDI beyond the coordinates that a place may carry. */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include "base/arena.h"
#include "base/slice.h"

enum severity {                 /* worse is greater */
    SEV_NOTE,                   /* worth knowing; nothing follows */
    SEV_WARN,                   /* probably wrong; work goes on */
    SEV_HOLD_LINE,              /* this line waits for a person; never seen in a 997 */
    SEV_REJECT_LINE,
    SEV_HOLD_DOCUMENT,          /* the whole document waits for a person; never seen in a 997 */
    SEV_REJECT_DOCUMENT,
    SEV_REJECT_GROUP,
    SEV_REJECT_INTERCHANGE,
    SEV_ERROR                   /* in settings, maps, schemas, tables: unusable as it stands */
};

const char *severity_name(enum severity s);                     /* "note", "warn", "hold-line", … , "error" */
bool severity_parse(slice name, enum severity *out);

/* One kind of finding.  `message` and `hint` may contain {0}…{3}. */
struct diag_def {
    const char *code;           /* stable, upper case with hyphens: X12-SE01-COUNT */
    enum severity severity;     /* default; a rule or an agreement may change it */
    const char *message;        /* one line, impersonal: what was found and what was expected */
    const char *hint;           /* what the reader can do; may be "" */
    const char *source;         /* the standard's or guide's clause; may be "" */
};

/* Where bytes can be read again when a finding is shown. */
struct source {
    const char *name;           /* file name as the user knows it */
    slice bytes;                /* the whole text, when it is in memory */
    int fd;                     /* else a descriptor to pread() from, or -1 */
    char line_end;              /* a byte that ends a line when shown, besides LF: the terminator of X12; 0 for text files */
};

/* The place of a finding.  Zero fields are unknown.  Offsets count bytes of the source from 0. */
struct place {
    const struct source *source;
    uint64_t offset;
    uint32_t length;
    uint32_t segment;           /* number in its transaction set, ST = 1; in the interchange for envelope segments */
    uint16_t element, component, repeat;     /* from 1 */
    uint16_t element_ref;       /* X12 data element number (AK402), e.g. 355 */
    char segment_id[4];
    char set_id[4];             /* "850" */
    char set_control[10];       /* ST02 */
    char loop[8];               /* name of the loop, e.g. "N1" */
};

enum { DIAG_ARGS = 4 };

struct diag {
    const struct diag_def *def;
    enum severity severity;
    struct place place;
    slice args[DIAG_ARGS];
    slice rule;                 /* id of the map rule or guide assertion, else empty */
    slice source;               /* the clause: the rule's own, else the definition's; may be empty */
    struct place rule_place;    /* its line in the map or schema, else source == null */
    unsigned line;              /* ordinal of the order line it belongs to, from 1; 0 = whole document */
};

/* What an agreement tolerates: findings of this code are not worse than that, and name the leniency as their rule. */
struct diag_tolerance {
    const char *code;
    enum severity severity;
    const char *rule;           /* "leniency wrong-se01" */
};

/* Findings of one document, in the order found, capped. */
struct diags {
    struct arena *arena;
    struct diag *items;
    size_t count, room;
    size_t cap;                 /* most findings kept */
    size_t dropped;             /* found past the cap */
    enum severity worst;        /* of all, the dropped ones too; SEV_NOTE when empty */
    size_t by_severity[SEV_ERROR + 1];      /* how many, the dropped ones too */
    struct diag scratch;        /* what diag_add returns past the cap */
    const struct diag_tolerance *tolerances;    /* applied to whatever is added; set by the owner, gone with diags_init */
    unsigned n_tolerances;
};

enum { DIAGS_DEFAULT_CAP = 1000 };
enum { DIAG_ARG_BYTES = 200 };  /* a longer argument is cut: a message is one line */

void diags_init(struct diags *d, struct arena *arena, size_t cap);
/* Add a finding; the arguments (slices; up to four, the rest NO_ARG) are copied, at most DIAG_ARG_BYTES of each.
   Returns it for refinement (severity through diag_set_severity, rule, line), or a scratch one when the cap is passed; never null; good
   until the next diag_add. */
struct diag *diag_add(struct diags *d, const struct diag_def *def, struct place place, slice a0, slice a1, slice a2, slice a3);
/* Add a finding of another list with everything it says; its arguments are copied, places and rules borrowed as before. */
struct diag *diag_copy(struct diags *d, const struct diag *from);
/* Take back finding `i`, which somebody said before. */
void diags_remove(struct diags *d, size_t i);
void diag_set_severity(struct diags *d, struct diag *diag, enum severity severity);
/* How many findings of exactly that severity, the dropped ones too? */
size_t diags_count(const struct diags *d, enum severity severity);
/* Is any finding at `severity` or worse? */
bool diags_has(const struct diags *d, enum severity severity);
/* A place in a text file. */
struct place place_at(const struct source *source, uint64_t offset, uint32_t length);

#define NO_ARG ((slice){ 0 })

#endif
