/* lex.c - cuts the text of an expression into words.  It never fails: a byte that starts no word becomes TOKEN_BAD, and the parser says
 * what is wrong. */
#include "expr/lex.h"

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static char at_or_nul(slice s, size_t i) { return i < s.len ? s.ptr[i] : '\0'; }

size_t lex_blanks(slice text, size_t at)
{
    size_t i = at;
    while (i < text.len && (text.ptr[i] == ' ' || text.ptr[i] == '\t' || text.ptr[i] == '\n' || text.ptr[i] == '\r')) i++;
    return i - at;
}

size_t lex_digits(slice text, size_t at)
{
    size_t i = at;
    while (is_digit(at_or_nul(text, i))) i++;
    return i - at;
}

size_t lex_name(slice text, size_t at)
{
    if (!is_letter(at_or_nul(text, at))) return 0;
    size_t i = at + 1;
    for (;;) {
        char c = at_or_nul(text, i);
        if (is_letter(c) || is_digit(c)) i++;
        else if (c == '-' && is_letter(at_or_nul(text, i + 1))) i += 2;
        else return i - at;
    }
}

static size_t number_len(slice text, size_t at)
{
    size_t n = lex_digits(text, at);
    if (at_or_nul(text, at + n) == '.' && is_digit(at_or_nul(text, at + n + 1))) n += 1 + lex_digits(text, at + n + 1);
    return n;
}

/* Length of a quoted string with its quotes, 0 when it never ends. */
static size_t string_len(slice text, size_t at)
{
    size_t i = at + 1;
    while (i < text.len) {
        if (text.ptr[i] != '\'') i++;
        else if (at_or_nul(text, i + 1) == '\'') i += 2;
        else return i + 1 - at;
    }
    return 0;
}

static struct token symbol(slice text, size_t at)
{
    static const struct { char first, second; enum token_kind kind; } table[] = {
        { '!', '=', TOKEN_NE }, { '<', '=', TOKEN_LE }, { '>', '=', TOKEN_GE }, { '<', '>', TOKEN_NE },
        { '(', 0, TOKEN_LPAREN }, { ')', 0, TOKEN_RPAREN }, { '[', 0, TOKEN_LBRACKET }, { ']', 0, TOKEN_RBRACKET },
        { ',', 0, TOKEN_COMMA }, { '.', 0, TOKEN_DOT }, { '/', 0, TOKEN_SLASH }, { '^', 0, TOKEN_UP }, { '@', 0, TOKEN_AT }, { '|', 0, TOKEN_BAR },
        { '=', 0, TOKEN_EQ }, { '<', 0, TOKEN_LT }, { '>', 0, TOKEN_GT }, { '+', 0, TOKEN_PLUS }, { '-', 0, TOKEN_MINUS },
                { '*', 0, TOKEN_STAR },
    };
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        if (text.ptr[at] != table[i].first) continue;
        if (table[i].second && at_or_nul(text, at + 1) != table[i].second) continue;
        size_t len = table[i].second ? 2 : 1;
        return (struct token){ table[i].kind, slice_sub(text, at, len), at, len };
    }
    return (struct token){ TOKEN_BAD, slice_sub(text, at, 1), at, 1 };
}

struct token lex_next(slice text, size_t *at)
{
    *at += lex_blanks(text, *at);
    size_t here = *at, n;
    struct token t = { TOKEN_END, { 0 }, here, 0 };
    if (here >= text.len) return t;
    char c = text.ptr[here];
    if ((n = lex_name(text, here)) > 0) t = (struct token){ TOKEN_NAME, slice_sub(text, here, n), here, n };
    else if (is_digit(c)) {
        n = number_len(text, here);
        t = (struct token){ TOKEN_NUMBER, slice_sub(text, here, n), here, n };
    } else if (c == '\'' && (n = string_len(text, here)) > 0) {
        t = (struct token){ TOKEN_STRING, slice_sub(text, here + 1, n - 2), here, n };
    } else if (c == '$' && (n = lex_name(text, here + 1)) > 0) {
        t = (struct token){ TOKEN_PARAM, slice_sub(text, here + 1, n), here, n + 1 };
    } else {
        t = symbol(text, here);
    }
    *at = here + t.len;
    return t;
}
