/* files.h - finding and reading map files, and the canonical form that goes into provenance. */
#ifndef MAP_FILES_H
#define MAP_FILES_H

#include "map/compile.h"

/* `name` as a path, or NAME.xml under the map folders, site's own first.  0, E_NOT_FOUND (with the places tried), or an error of reading. */
int map_file_open(struct arena *arena, const struct schema_path *path, slice name, const struct source **out, slice *tried);
/* Text of a file's elements with attributes in order of name, without comments and blanks. */
slice map_files_canonical(struct arena *arena, struct xml_node *root);
/* An included fragment becomes part of the effective map. */
void map_files_note(struct compiler *c, struct xml_node *fragment);

#endif
