/* lex.h - words of the expression language.
 *
 * Names may contain '-' and '_' (addr-no, fc-address); a minus sign between names needs blanks.  Strings are in single quotes, '' is a
 * quote.  The lexer is a position in the text: the path parser reads some bytes itself, since 02.1 is an element and a component there. */
#ifndef EXPR_LEX_H
#define EXPR_LEX_H

#include "base/slice.h"

enum token_kind {
    TOKEN_END, TOKEN_NAME, TOKEN_NUMBER, TOKEN_STRING, TOKEN_PARAM, TOKEN_BAD,
    TOKEN_LPAREN, TOKEN_RPAREN, TOKEN_LBRACKET, TOKEN_RBRACKET, TOKEN_COMMA, TOKEN_DOT, TOKEN_SLASH, TOKEN_UP, TOKEN_AT, TOKEN_BAR,
    TOKEN_EQ, TOKEN_NE, TOKEN_LT, TOKEN_LE, TOKEN_GT, TOKEN_GE, TOKEN_PLUS, TOKEN_MINUS, TOKEN_STAR
};

struct token {
    enum token_kind kind;
    slice text;                 /* NAME; NUMBER; STRING without its quotes ('' still doubled); PARAM without $ */
    size_t off, len;            /* in the text, all of it */
};

/* The token at `*at`, which moves behind it. */
struct token lex_next(slice text, size_t *at);
/* Length of the name at `at`, 0 when there is none. */
size_t lex_name(slice text, size_t at);
size_t lex_digits(slice text, size_t at);
size_t lex_blanks(slice text, size_t at);

#endif
