/* text.h - an XML file's bytes as UTF-8, and the way back from an offset there to the byte in the file.
 *
 * The parser is always given UTF-8, so that its offsets can be trusted; only ISO-8859-1 files are converted, where every character of two
 * bytes was one. */
#ifndef XML_TEXT_H
#define XML_TEXT_H

#include "base/arena.h"
#include "base/diag.h"

struct xml_text {
    const struct source *source;
    slice utf8;                     /* in the arena, or the source's own bytes */
    bool converted;                 /* from ISO-8859-1 */
    size_t seen, doubles;           /* converted: up to utf8 offset `seen` there are `doubles` continuation bytes */
};

/* Read and, where needed, convert.  False with a finding (XML-READ, XML-TOO-BIG, XML-ENCODING). */
bool xml_text_read(struct xml_text *t, struct arena *arena, const struct source *source, struct diags *diags);
/* The byte of the file for an offset of the UTF-8 text; cheap when offsets asked for are near each other. */
uint64_t xml_text_origin(struct xml_text *t, size_t at);
/* The place of `len` bytes at `at` of the UTF-8 text. */
struct place xml_text_place(struct xml_text *t, size_t at, size_t len);

/* One attribute of a start tag, as offsets into the text. */
struct xml_mark {
    size_t name, name_len;
    size_t value;                   /* first byte inside the quotes */
};
/* Walk the attributes of a start tag that is known to be well-formed.  `*at` begins just after the element's name and moves on. */
bool xml_text_attribute(slice utf8, size_t *at, struct xml_mark *out);
/* The '<' that opens the tag ending at (or just before) `at`: attribute values cannot hold a '<'. */
size_t xml_text_tag(slice utf8, size_t at);
/* Length of the name at `at`. */
size_t xml_text_name(slice utf8, size_t at);

#endif
