/* sqlite_savepoint.c - undoing part of a transaction, and commits that need not be durable by themselves.
 *
 * An interchange or a group is a savepoint, because its trailer may condemn what was already taken from it.  What is remembered outside the
 * database (counters, ordinals of outputs) is put aside with each savepoint and comes back with it, so a number taken inside and undone is given
 * again.  A name is open once at most: setting it again gives up the earlier one and what was set inside it. */
#include "store/sqlite.h"

/* The names of callers are not SQL; levels are. */
static const enum sql_id set_level[] = { SQL_SAVEPOINT_0, SQL_SAVEPOINT_1, SQL_SAVEPOINT_2, SQL_SAVEPOINT_3 };
static const enum sql_id undo_level[] = { SQL_ROLLBACK_TO_0, SQL_ROLLBACK_TO_1, SQL_ROLLBACK_TO_2, SQL_ROLLBACK_TO_3 };
static const enum sql_id release_level[] = { SQL_RELEASE_0, SQL_RELEASE_1, SQL_RELEASE_2, SQL_RELEASE_3 };

_Static_assert(sizeof set_level / sizeof set_level[0] == SAVEPOINTS, "a statement for each level");

static bool level_of(const struct store *s, const char *name, unsigned *out)
{
    for (unsigned i = 0; i < s->n_savepoints; i++) {
        if (!slice_is(slice_of(s->savepoints[i].name), name)) continue;
        *out = i;
        return true;
    }
    return false;
}

int store_savepoint(struct store *s, const char *name)
{
    unsigned level;
    must(s->in_transaction);
    if (level_of(s, name, &level)) {
        const int err = store_release(s, name);
        if (err) return err;
    }
    must(s->n_savepoints < SAVEPOINTS);
    const int err = sql_do(s, set_level[s->n_savepoints], NO_VALUES);
    if (err) return err;
    s->savepoints[s->n_savepoints++] = (struct savepoint){ .name = name, .memory = s->memory };
    return 0;
}

int store_rollback_to(struct store *s, const char *name)
{
    unsigned level;
    must(s->in_transaction);
    if (!level_of(s, name, &level)) return sql_refuse(s, E_STORE, "there is no savepoint of that name");
    const int err = sql_do(s, undo_level[level], NO_VALUES);
    if (err) return err;
    s->memory = s->savepoints[level].memory;
    s->n_savepoints = level + 1;        /* it stays, those inside it are gone */
    return 0;
}

int store_release(struct store *s, const char *name)
{
    unsigned level;
    must(s->in_transaction);
    if (!level_of(s, name, &level)) return sql_refuse(s, E_STORE, "there is no savepoint of that name");
    const int err = sql_do(s, release_level[level], NO_VALUES);
    if (!err) s->n_savepoints = level;
    return err;
}

int store_begin_relaxed(struct store *s)
{
    /* SQLite lets this be changed only between transactions; the end of ours sets it back. */
    const int rc = sqlite3_exec(s->db, "PRAGMA synchronous = NORMAL", NULL, NULL, NULL);
    if (rc != SQLITE_OK) return sql_fail(s, rc);
    s->relaxed = true;
    const int err = store_begin(s);
    if (err) sql_strict(s);
    return err;
}

void sql_strict(struct store *s)
{
    if (!s->relaxed) return;
    /* A connection that cannot be made strict again must not pretend to be. */
    must(sqlite3_exec(s->db, "PRAGMA synchronous = FULL", NULL, NULL, NULL) == SQLITE_OK);
    s->relaxed = false;
}

int store_commit_relaxed(struct store *s)
{
    return store_commit(s);
}
