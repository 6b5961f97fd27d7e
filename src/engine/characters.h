/* characters.h - the text of a document becomes UTF-8 before a map sees it.
 *
 * X12 does not name its character set; the agreement does, or "auto": valid UTF-8 is read as such, anything else as ISO-8859-1 with a note. */
#ifndef ENGINE_CHARACTERS_H
#define ENGINE_CHARACTERS_H

#include "base/charset.h"
#include "tree/tree.h"

/* False, with a finding, when the agreement says UTF-8 and a field is not.  Fields converted from ISO-8859-1 are appended to a copy of the
   tree's text in `arena`; the places of all other fields stay what they were. */
bool characters_to_utf8(struct tree *tree, enum charset charset, struct arena *arena, struct diags *diags);

#endif
