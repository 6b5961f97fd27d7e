/* pattern.c - days and times by pattern: every part of a pattern has its place in CCYYMMDD or HHMMSS, so both ways are copying digits.
 *
 * Patterns were checked when the layout was loaded.  Years of two digits are 1970 to 2069. */
#include "record/pattern.h"

#include "base/date.h"

static const struct part { slice word; unsigned at; bool time; } parts[] = {
    { { "yyyy", 4 }, 0, false }, { { "yy", 2 }, 2, false }, { { "MM", 2 }, 4, false }, { { "dd", 2 }, 6, false },
    { { "HH", 2 }, 0, true }, { { "mm", 2 }, 2, true }, { { "ss", 2 }, 4, true }
};

static const struct part *part_at(slice pattern)
{
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (slice_starts(pattern, parts[i].word)) return &parts[i];
    return NULL;
}

static bool digits(slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9') return false;
    return true;
}

static bool sound(const char *text, size_t len, bool time)
{
    date day;
    return time ? time_is_valid((slice){ text, len }) : date_parse8((slice){ text, len }, &day);
}

bool pattern_read(slice pattern, slice text, char out[PATTERN_ROOM], size_t *len)
{
    bool time = false;
    if (text.len != pattern.len) return false;
    *len = 0;
    for (size_t at = 0; at < pattern.len;) {
        const struct part *p = part_at(slice_sub(pattern, at, SIZE_MAX));
        slice piece = slice_sub(text, at, p ? p->word.len : 1);
        at += piece.len;
        if (!p && piece.ptr[0] != pattern.ptr[at - 1]) return false;
        if (!p) continue;
        if (!digits(piece)) return false;
        memcpy(out + p->at, piece.ptr, piece.len);
        if (p->at == 2 && !p->time) memcpy(out, piece.ptr[0] < '7' ? "20" : "19", 2);
        if (p->at + piece.len > *len) *len = p->at + piece.len;
        time = p->time;
    }
    return sound(out, *len, time);
}

bool pattern_write(slice pattern, slice text, char out[PATTERN_ROOM], size_t *len)
{
    char back[PATTERN_ROOM];
    size_t n;
    if (pattern.len >= PATTERN_ROOM || text.len > 8 || !digits(text)) return false;
    for (size_t at = 0; at < pattern.len;) {
        const struct part *p = part_at(slice_sub(pattern, at, SIZE_MAX));
        const size_t piece = p ? p->word.len : 1;
        if (!p) out[at] = pattern.ptr[at];
        else if (p->at + piece <= text.len) memcpy(out + at, text.ptr + p->at, piece);
        else if (p->time) memcpy(out + at, "00", 2);
        else return false;
        at += piece;
    }
    *len = pattern.len;
    return pattern_read(pattern, (slice){ out, *len }, back, &n) && n >= text.len && memcmp(back, text.ptr, text.len) == 0;
}
