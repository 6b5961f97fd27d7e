/* functions.h - every function of the expression language, one row each:
 *
 *     X(name, "word", "signature", width rule, C function, "documentation")
 *
 * Signature: result letter, ':', one letter per argument - t text (numbers and dates are taken as their text), n number, d date, b yes/no,
 * a anything; a capital letter must be a literal; '?' makes the following ones optional, '+' repeats the last.  A result letter 'a' is the
 * type of the first 'a' argument.  All functions are pure; with an absent argument the result is absent unless the documentation says else.
 * A new function is a row here, a C function in functions_*.c and a block in tests/lang.  (No include guard: expanded several times.) */
X(CONCAT, "concat", "t:t+", WIDTH_SUM, fn_concat, "concat(a, b, …): the texts one after another")
X(JOIN, "join", "t:Tt+", WIDTH_SUM, fn_join, "join(', ', a, b, …): the texts with the separator between; absent and empty ones are skipped; absent when nothing is left")
X(TRIM, "trim", "t:t", WIDTH_FIRST, fn_trim, "trim(x): without blanks at both ends")
X(UPPER, "upper", "t:t", WIDTH_FIRST, fn_upper, "upper(x): letters a-z as capitals")
X(LOWER, "lower", "t:t", WIDTH_FIRST, fn_lower, "lower(x): letters A-Z as small ones")
X(SUBSTRING, "substring", "t:tN?N", WIDTH_THIRD, fn_substring, "substring(x, from, length): characters counted from 1; to the end without length")
X(TRUNCATE, "truncate", "t:tN", WIDTH_SECOND, fn_truncate, "truncate(x, n): at most the first n characters")
X(REPLACE, "replace", "t:tTT", WIDTH_NONE, fn_replace, "replace(x, 'old', 'new'): every occurrence")
X(PAD, "pad", "t:tN?T", WIDTH_PAD, fn_pad, "pad(x, n, '0'): filled on the left to n characters, with blanks unless told")
X(DIGITS, "digits", "t:t", WIDTH_FIRST, fn_digits, "digits(x): only the digits 0-9 of it")
X(LENGTH, "length", "n:t", WIDTH_NONE, fn_length, "length(x): how many characters")
X(STARTS, "starts-with", "b:tt", WIDTH_NONE, fn_starts, "starts-with(x, y): does x begin with y?")
X(ENDS, "ends-with", "b:tt", WIDTH_NONE, fn_ends, "ends-with(x, y): does x end with y?")
X(CONTAINS, "contains", "b:tt", WIDTH_NONE, fn_contains, "contains(x, y): is y somewhere in x?")
X(TEXT, "text", "t:a", WIDTH_FIRST, fn_text, "text(x): a number, date or yes/no as text (a date as YYYY-MM-DD)")
X(NUMBER, "number", "n:t", WIDTH_NONE, fn_number, "number(x): the number written in a text; a finding when it is none")
X(DATE, "date", "d:t", WIDTH_NONE, fn_date, "date(x): CCYYMMDD, YYMMDD or YYYY-MM-DD as a date; a finding when it is none")
X(ROUND, "round", "n:nN?T", WIDTH_NONE, fn_round, "round(x, places, 'half-even'): also 'half-up', 'down', 'up'; half-even unless told")
X(ABS, "abs", "n:n", WIDTH_NONE, fn_abs, "abs(x): without its sign")
X(FIXED, "fixed", "t:nN", WIDTH_NONE, fn_fixed, "fixed(x, places): as text with exactly that many decimals, rounded half-even")
X(WHOLE, "whole", "b:n", WIDTH_NONE, fn_whole, "whole(x): has it no fraction?")
X(ADD_DAYS, "add-days", "d:dn", WIDTH_NONE, fn_add_days, "add-days(date, n): n days later; earlier when n is negative")
X(DAYS, "days-between", "n:dd", WIDTH_NONE, fn_days, "days-between(a, b): days from a to b, negative when b is earlier")
X(FORMAT_DATE, "format-date", "t:dT", WIDTH_DATE, fn_format_date, "format-date(d, 'dd/MM/yyyy'): yyyy yy MM dd and other characters as they are")
X(COALESCE, "coalesce", "a:a+", WIDTH_MAX, fn_coalesce, "coalesce(a, b, …): the first that is not absent; the same as a else b else …")
X(GS1_CHECK, "gs1-check", "b:t", WIDTH_NONE, fn_gs1_check, "gs1-check(x): 8, 12, 13, 14 or 18 digits with the right check digit?")
