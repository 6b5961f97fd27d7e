/* shapes.c - settings.h and agreement.h expanded into tables.
 *
 * Decides nothing: the rows do.  That a row's kind fits the C type of its field is checked by the compiler. */
#include "conf/shape.h"

static const struct conf_choice conf_yes_no[] = { { "no", 0, "" }, { "yes", 1, "" }, { 0 } };
static const struct conf_choice conf_usages[] = {
    { "P", 'P', "production" }, { "T", 'T', "test" }, { "I", 'I', "information" }, { 0 }
};
static const struct conf_choice conf_acknowledgements[] = {
    { "997", CONF_ACK_997, "a functional acknowledgement, truthful to the element" },
    { "999", CONF_ACK_999, "an implementation acknowledgement, which also tells of the guide; groups before release 005010 get a 997" },
    { "nothing", CONF_ACK_NOTHING, "no answer at all" },
    { 0 }
};
static const struct conf_choice conf_duplicates[] = {
    { "refuse", CONF_DUPLICATE_REFUSE, "it is rejected, to the partner too" },
    { "hold", CONF_DUPLICATE_HOLD, "it waits in quarantine; the partner is told nothing of it" },
    { "accept", CONF_DUPLICATE_ACCEPT, "it goes on with a note" },
    { "ignore", CONF_DUPLICATE_IGNORE, "nobody looks" },
    { 0 }
};
static const struct conf_choice conf_sequences[] = { { "ignore", 0, "" }, { "note", 1, "" }, { 0 } };
static const struct conf_choice conf_ta1s[] = {
    { "when-asked", 1, "where ISA14 is 1" }, { "never", 0, "not even then" }, { 0 }
};
static const struct conf_choice conf_charsets[] = {
    { "auto", CHARSET_AUTO, "valid UTF-8 is read as such, all else as ISO-8859-1" },
    { "UTF-8", CHARSET_UTF8, "" },
    { "ISO-8859-1", CHARSET_LATIN1, "" },
    { 0 }
};
static const struct conf_choice conf_wholes[] = {
    { "set", 0, "sound sets go on when another one fails" }, { "interchange", 1, "all of it or nothing" }, { 0 }
};
static const struct conf_choice conf_line_holds[] = {
    { "order", 1, "the whole order" }, { "line", 0, "only the line; the rest of the order goes on" }, { 0 }
};
static const struct conf_choice conf_severities[] = {
    { "note", SEV_NOTE, "it is recorded and never reported to the partner" },
    { "warn", SEV_WARN, "the document goes on, accepted with errors" },
    { "reject-document", SEV_REJECT_DOCUMENT, "the document is rejected" },
    { 0 }
};
static const struct conf_choice conf_hashes[] = {
    { "strict", 0, "decimal points are ignored, as the standard says: 1.5 and 2 make 17" },
    { "plain", 1, "values are added: 1.5 and 2 make 3.5" },
    { 0 }
};

/* Does a field of this C type take a value of that kind? */
#define IS(member, type) __builtin_types_compatible_p(__typeof__(member), type)
#define FITS_TEXT(member) IS(member, slice)
#define FITS_COUNT(member) IS(member, unsigned)
#define FITS_SECONDS(member) IS(member, unsigned)
#define FITS_MILLIS(member) IS(member, unsigned)
#define FITS_BYTES(member) IS(member, uint64_t)
#define FITS_SWITCH(member) IS(member, bool)
#define FITS_CHOICE(member) (sizeof(member) == sizeof(int))
#define FITS_WORD(member) IS(member, slice)
#define FITS_LETTERS(member) IS(member, slice)
#define FITS_NAMES(member) IS(member, unsigned)
#define FITS_DELIMITER(member) IS(member, char)
#define CHECK(type, field, KIND) _Static_assert(FITS_##KIND(((type *)0)->field), #field " does not store a " #KIND);

#define SETTING(e, a, field, KIND, ...) CHECK(struct conf, field, KIND)
#include "conf/settings.h"
#undef SETTING
#define AGREEMENT(e, a, field, KIND, ...) CHECK(struct agreement, field, KIND)
#define DOCUMENT(e, a, field, KIND, ...) CHECK(struct conf_document, field, KIND)
#define PARAM(e, a, field, KIND, ...) CHECK(struct conf_param, field, KIND)
#define ENVELOPE(e, a, field, KIND, ...) CHECK(struct conf_envelope, field, KIND)
#include "conf/agreement.h"
#undef AGREEMENT
#undef DOCUMENT
#undef PARAM
#undef ENVELOPE

#define ROW(type, e, a, field, KIND, min, max, choices, fallback, effect, text) \
    { e, a, CONF_KIND_##KIND, offsetof(type, field), min, max, choices, fallback, CONF_##effect, text },

static const struct conf_row settings_rows[] = {
#define SETTING(...) ROW(struct conf, __VA_ARGS__)
#include "conf/settings.h"
};
static const struct conf_row agreement_rows[] = {
#define AGREEMENT(...) ROW(struct agreement, __VA_ARGS__)
#include "conf/agreement.h"
#undef AGREEMENT
};
static const struct conf_row document_rows[] = {
#define DOCUMENT(...) ROW(struct conf_document, __VA_ARGS__)
#include "conf/agreement.h"
#undef DOCUMENT
};
static const struct conf_row param_rows[] = {
#define PARAM(...) ROW(struct conf_param, __VA_ARGS__)
#include "conf/agreement.h"
#undef PARAM
};

static const struct conf_row envelope_rows[] = {
#define ENVELOPE(...) ROW(struct conf_envelope, __VA_ARGS__)
#include "conf/agreement.h"
#undef ENVELOPE
};

#define ROWS(rows) rows, sizeof(rows) / sizeof((rows)[0])

const struct conf_shape conf_settings_shape = { "crossdock", "Settings of the instance: `crossdock.xml`", ROWS(settings_rows), { NULL } };
const struct conf_shape conf_agreement_shape = {
    "agreement", "An agreement with a partner: `partners/NAME.xml`", ROWS(agreement_rows), { "document", "envelope" }
};
const struct conf_shape conf_document_shape = {
    "document", "What to do with one kind of transaction set; one element for each", ROWS(document_rows), { "param" }
};
const struct conf_shape conf_param_shape = { "param", "A value that the map of this document asks for", ROWS(param_rows), { NULL } };
const struct conf_shape conf_envelope_shape = {
    "envelope", "How what we send is wrapped, acknowledgements too; one element for each set that differs", ROWS(envelope_rows), { NULL }
};
