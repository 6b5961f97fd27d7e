/* html.h - pages for people: foreign text in markup, the head of a page, and the style that all our pages share.
 *
 * A page is one file that needs nothing else: no script, no network, and a policy in its head that forbids both, so that whatever a partner
 * put into a document stays text.  All foreign text goes through html_text(). */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "base/buf.h"

/* What every page of ours looks like; a page adds its own rules to it. */
extern const char html_style[];

/* Foreign text, escaped; bytes that are spelled stand in <i>, which the style sheet sets apart. */
void html_text(struct buf *out, slice s);
/* The same with a stretch of it marked. */
void html_marked(struct buf *out, slice s, size_t mark, size_t mark_len);
/* <tag class="...">text</tag>; nothing when `value` is empty. */
void html_element(struct buf *out, const char *tag, const char *css_class, slice value);
/* A row of a <dl>: <div class="..."><dt>name</dt><dd>text</dd></div>; nothing when `value` is empty, no class when that is null. */
void html_fact(struct buf *out, const char *name, const char *css_class, slice value);
/* Everything up to <body>.  The title is "first · second", or the one that is not empty. */
void html_head(struct buf *out, slice first, slice second, const char *style);

#endif
