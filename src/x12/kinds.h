/* kinds.h - is a segment one of the envelope?  Asked of every segment, so it is decided by the first letter nearly always. For this folder. */
#ifndef X12_KINDS_H
#define X12_KINDS_H

#include "x12/delims.h"

enum segment_kind { DATA, ISA, TA1, GS, ST, SE, GE, IEA, N_SEGMENT_KINDS };

/* The ids of the envelope begin with G, I, S or T; a few others do too. */
static inline bool may_be_envelope(char first)
{
    const uint32_t letters = 1u << ('G' & 31) | 1u << ('I' & 31) | 1u << ('S' & 31) | 1u << ('T' & 31);
    return letters >> (first & 31) & 1;
}

/* `text` is a segment of `len` bytes, its id the first `id_len` of them. */
static inline enum segment_kind segment_kind(const char *text, uint32_t len, uint32_t id_len)
{
    switch (text[0]) {
    case 'S':
        if (id_len == 2) return text[1] == 'E' ? SE : text[1] == 'T' ? ST : DATA;
        return DATA;
    case 'G':
        if (id_len == 2) return text[1] == 'E' ? GE : text[1] == 'S' ? GS : DATA;
        return DATA;
    case 'T': return id_len == 3 && text[1] == 'A' && text[2] == '1' ? TA1 : DATA;
    case 'I':
        if (id_len == 3) return memcmp(text, "IEA", 3) == 0 ? IEA : memcmp(text, "ISA", 3) == 0 ? ISA : DATA;
        return id_len > 3 && isa_surely_begins((slice){ text, len }) ? ISA : DATA;
    default: return DATA;
    }
}

#endif
