/* report_html.h - between the files that write report.html.  Only they include it. */
#ifndef ENGINE_REPORT_HTML_H
#define ENGINE_REPORT_HTML_H

#include "base/html.h"
#include "engine/report_parts.h"

/* What the report's page adds to the common style. */
extern const char report_style[];

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
