/* tables.h - cross-reference tables: tables/NAME.csv with a header row, in memory, indexed by any column used as a key. */
#ifndef TRADE_TABLES_H
#define TRADE_TABLES_H

#include "base/arena.h"
#include "base/diag.h"
#include "tree/lookup.h"

struct table;

/* Parse and check (same number of cells in each row, no duplicate column names).  False with findings. */
bool table_load(struct arena *arena, const struct source *source, slice name, slice csv, struct table **out, struct diags *diags);
/* Index a column as a unique key; a duplicate or an empty key is a finding and false.  Idempotent. */
bool table_index(struct table *t, unsigned column, struct diags *diags);
/* The rows in the file's order: null past the end; *line is its line in the file. */
const slice *table_row(const struct table *t, size_t i, uint32_t *line);
/* For maps; find() answers only for columns that were indexed. */
struct table_lookup table_lookup(const struct table *t);

#endif
