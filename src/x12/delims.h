/* delims.h - which bytes delimit an interchange, learnt from its ISA; for this folder. */
#ifndef X12_DELIMS_H
#define X12_DELIMS_H

#include "x12/findings.h"
#include "x12/reader.h"

enum {
    ISA_ELEMENTS = 16,
    ISA_MAX_BYTES = 400,        /* 106 by the standard; blanks turned into other characters and stray ones make it longer */
    ISA_LOOK_AHEAD = 1024       /* the ISA and the segment after it, which tells a terminator from a component separator */
};

/* What was found and had to be interpreted. */
enum isa_damage {
    ISA_WRAPPED = 1 << 0,       /* line ends inside, and they are not the terminator */
    ISA_NO_COMPONENT = 1 << 1,  /* ISA16 left out */
    ISA_WIDE_COMPONENT = 1 << 2,
    ISA_BAD_COMPONENT = 1 << 3, /* a letter, digit, blank or another delimiter */
    ISA_BLANKS = 1 << 4,        /* between ISA16 and the terminator */
    ISA_NO_REPETITION = 1 << 5  /* ISA11 is not usable as what it stands for */
};

struct isa {
    struct x12_delims delims;
    struct span spans[ISA_ELEMENTS + 1];    /* [0] "ISA"; offsets in the text given; empty elements have length 0, [16] may be absent */
    uint32_t end;                           /* after the terminator */
    uint32_t len;                           /* up to the terminator, without blanks before it */
    unsigned damage;                        /* of enum isa_damage */
    enum x12_finding refused;               /* why, when it cannot be read … */
    unsigned separators;                    /* … with this many usable separators … */
    struct span culprit;                    /* … or because of these bytes */
    bool known;                             /* refused, but ISA01…15 are known all the same: who sent it can be told */
};

/* Read the ISA that `text` begins with; give at least ISA_LOOK_AHEAD bytes or all there are.  False: out->refused says why. */
bool isa_read(slice text, struct isa *out);
/* Could `text` be the beginning of an ISA: the tag and a byte that may separate?  Needs 4 bytes. */
bool isa_begins(slice text);
/* The same, but sure enough to be believed in the middle of other bytes: ISA01 has about two characters.  Needs ISA_SURE_BYTES. */
enum { ISA_SURE_BYTES = 12 };
bool isa_surely_begins(slice text);
/* Is the file in UTF-16, by its first bytes? */
bool x12_is_utf16(slice head);
/* Without blanks, line ends and no-break spaces (UTF-8 or ISO-8859-1) at both ends. */
slice isa_trim(slice s);
bool byte_is_alnum(char c);

#endif
