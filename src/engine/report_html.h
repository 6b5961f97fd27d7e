/* report_html.h - between the files that write report.html.  Only they include it. */
#ifndef ENGINE_REPORT_HTML_H
#define ENGINE_REPORT_HTML_H

#include "engine/report_parts.h"

/* The page's style sheet. */
extern const char report_style[];

/* Foreign text, escaped; bytes that are spelled stand in <i>, which the style sheet sets apart. */
void html_text(struct buf *out, slice s);
/* The same with a stretch of it marked. */
void html_marked(struct buf *out, slice s, size_t mark, size_t mark_len);
/* <tag class="…">text</tag>; nothing when `value` is empty. */
void html_element(struct buf *out, const char *tag, const char *css_class, slice value);

struct listing;

/* The document's rows and which finding stands in which; in the view's arena. */
struct listing *listing_open(const struct report_view *v);
/* Row of a finding's place, from 1 (its id in the page is "sN"); 0 when it is not shown. */
unsigned listing_row(const struct listing *l, const struct place *p);
/* The foldable listing of the whole document. */
void report_html_listing(struct buf *out, const struct listing *l);
/* "What is wrong" and "Worth knowing". */
void report_html_findings(struct buf *out, const struct report_view *v, const struct listing *l);

#endif
