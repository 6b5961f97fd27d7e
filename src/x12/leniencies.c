/* leniencies.c - leniencies.h as tables, and finding rows in them.
 *
 * A leniency changes how bad a finding is and says so in it; what is read does not depend on it, except lower case, which the schema is told
 * of.  Rows may name findings of schema/: only their codes are known here. */
#include "x12/reader.h"

const struct x12_leniency x12_leniencies[] = {
#define LENIENCY(NAME, name, text, otherwise) { name, X12_LENIENT_##NAME, text, otherwise },
#include "x12/leniencies.h"
#undef LENIENCY
};
const unsigned x12_n_leniencies = sizeof x12_leniencies / sizeof *x12_leniencies;

/* The name of a leniency, by the bit it has. */
#define LENIENCY(NAME, name, text, otherwise) static const char rule_##NAME[] = "leniency " name;
#include "x12/leniencies.h"
#undef LENIENCY

static const struct { unsigned bit; struct diag_tolerance tolerance; } tolerated[] = {
#define TOLERATES(NAME, code, severity) { X12_LENIENT_##NAME, { code, severity, rule_##NAME } },
#include "x12/leniencies.h"
#undef TOLERATES
};
_Static_assert(sizeof tolerated / sizeof *tolerated <= X12_MOST_TOLERANCES, "room for all");

unsigned x12_tolerances(unsigned lenient, struct diag_tolerance out[X12_MOST_TOLERANCES])
{
    unsigned n = 0;
    for (size_t i = 0; i < sizeof tolerated / sizeof *tolerated; i++)
        if (lenient & tolerated[i].bit) out[n++] = tolerated[i].tolerance;
    return n;
}

const struct diag_tolerance *x12_tolerance(unsigned lenient, const char *code)
{
    for (size_t i = 0; i < sizeof tolerated / sizeof *tolerated; i++)
        if ((lenient & tolerated[i].bit) && strcmp(tolerated[i].tolerance.code, code) == 0) return &tolerated[i].tolerance;
    return NULL;
}

bool x12_leniency_find(slice name, unsigned *bit)
{
    for (unsigned i = 0; i < x12_n_leniencies; i++) {
        if (!slice_is(name, x12_leniencies[i].name)) continue;
        *bit = x12_leniencies[i].bit;
        return true;
    }
    return false;
}
