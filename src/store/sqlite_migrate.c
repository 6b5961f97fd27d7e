/* sqlite_migrate.c - the schema, as the list of steps that made it.
 *
 * A database carries the number of steps it has been through in user_version.  Steps are never edited once released: a change is a new step at
 * the end.  All missing steps run in one transaction, so a database is never between two versions.  A database from a newer crossdock is refused.
 *
 * The shape serves the hot path.  Tables of many rows per file have the file's id first in their key, so that a batch appends to one place
 * and no secondary index is needed to find a file's rows.  Outputs' bytes live apart from outputs' names: forgetting them frees whole pages,
 * which the next batch fills again. */
#include "store/sqlite.h"

#include <stdio.h>

static const char *const steps[] = {
    /* 1: the first schema */
    "CREATE TABLE intake ("
    " id INTEGER PRIMARY KEY, claim TEXT NOT NULL UNIQUE, name TEXT NOT NULL, folder TEXT NOT NULL, sha256 TEXT NOT NULL,"
    " bytes INTEGER NOT NULL, received INTEGER NOT NULL, state INTEGER NOT NULL, archive TEXT NOT NULL, wrong INTEGER NOT NULL,"
    " summary TEXT NOT NULL);"
    "CREATE INDEX intake_pending ON intake (id) WHERE state = 0;"

    "CREATE TABLE output ("
    " intake INTEGER NOT NULL REFERENCES intake (id) DEFERRABLE INITIALLY DEFERRED, n INTEGER NOT NULL CHECK (n < 16777216),"
    " path TEXT NOT NULL, sha256 TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, document INTEGER NOT NULL,"
    " PRIMARY KEY (intake, n)) WITHOUT ROWID;"
    /* id = intake * 2^24 + n: one file's bytes are neighbours, and a plain integer key is the cheapest there is. */
    "CREATE TABLE output_bytes (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);"

    "CREATE TABLE document ("
    " intake INTEGER NOT NULL REFERENCES intake (id) DEFERRABLE INITIALLY DEFERRED, ordinal INTEGER NOT NULL, partner TEXT NOT NULL,"
    " kind TEXT NOT NULL, interchange_control TEXT NOT NULL, group_control TEXT NOT NULL, set_control TEXT NOT NULL,"
    " byte_offset INTEGER NOT NULL, byte_length INTEGER NOT NULL, key TEXT NOT NULL, state INTEGER NOT NULL, map TEXT NOT NULL,"
    " map_version TEXT NOT NULL, map_digest TEXT NOT NULL, items_digest TEXT NOT NULL, reason TEXT NOT NULL, quarantine TEXT NOT NULL,"
    " at INTEGER NOT NULL, PRIMARY KEY (intake, ordinal)) WITHOUT ROWID;"
    "CREATE INDEX document_key ON document (key) WHERE key <> '';"

    "CREATE TABLE purchase_order ("
    " number TEXT NOT NULL, partner TEXT NOT NULL, state INTEGER NOT NULL, intake INTEGER NOT NULL, ordinal INTEGER NOT NULL,"
    " lines INTEGER NOT NULL, held_lines INTEGER NOT NULL, reason TEXT NOT NULL, first_seen INTEGER NOT NULL, changed INTEGER NOT NULL,"
    " PRIMARY KEY (number, partner)) WITHOUT ROWID;"

    "CREATE TABLE finding ("
    " intake INTEGER NOT NULL REFERENCES intake (id) DEFERRABLE INITIALLY DEFERRED, n INTEGER NOT NULL, ordinal INTEGER NOT NULL,"
    " code TEXT NOT NULL, severity TEXT NOT NULL, message TEXT NOT NULL, hint TEXT NOT NULL, place TEXT NOT NULL, json TEXT NOT NULL,"
    " PRIMARY KEY (intake, n)) WITHOUT ROWID;"

    "CREATE TABLE quarantine ("
    " id TEXT PRIMARY KEY NOT NULL, intake INTEGER NOT NULL REFERENCES intake (id) DEFERRABLE INITIALLY DEFERRED, ordinal INTEGER NOT NULL,"
    " partner TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, reason TEXT NOT NULL, title TEXT NOT NULL, state TEXT NOT NULL,"
    " since INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE INDEX quarantine_intake ON quarantine (intake);"

    "CREATE TABLE interchange ("
    " sender TEXT NOT NULL, receiver TEXT NOT NULL, control TEXT NOT NULL, at INTEGER NOT NULL, intake INTEGER NOT NULL,"
    " PRIMARY KEY (sender, receiver, control, at, intake)) WITHOUT ROWID;"
    "CREATE TABLE counter (name TEXT PRIMARY KEY NOT NULL, value INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE attempt (claim TEXT PRIMARY KEY NOT NULL, deaths INTEGER NOT NULL) WITHOUT ROWID;"

    "CREATE TABLE blob (kind TEXT NOT NULL, digest TEXT NOT NULL, at INTEGER NOT NULL, bytes BLOB, UNIQUE (kind, digest));"
    "CREATE TABLE blob_current (kind TEXT PRIMARY KEY NOT NULL, digest TEXT NOT NULL, previous TEXT NOT NULL) WITHOUT ROWID;"

    /* recursive_triggers is on for our connections, so INSERT OR REPLACE meets the second trigger too. */
    "CREATE TABLE audit (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, event TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL);"
    "CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'audit events are never changed'); END;"
    "CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'audit events are never removed'); END;",

    /* 2: groups and sets that were seen, where an agreement looks for duplicates of them */
    "CREATE TABLE number_seen (number TEXT NOT NULL, at INTEGER NOT NULL, intake INTEGER NOT NULL, PRIMARY KEY (number, at, intake)) WITHOUT ROWID;",

    /* 3: what we sent, and what was answered */
    "CREATE TABLE sent ("
    " id INTEGER PRIMARY KEY, partner TEXT NOT NULL, functional_id TEXT NOT NULL, set_id TEXT NOT NULL, interchange_control INTEGER NOT NULL,"
    " group_control INTEGER NOT NULL, set_control TEXT NOT NULL, key TEXT NOT NULL, intake INTEGER NOT NULL, path TEXT NOT NULL,"
    " at INTEGER NOT NULL, late INTEGER NOT NULL, missing INTEGER NOT NULL, state INTEGER NOT NULL, answered INTEGER NOT NULL, answer INTEGER NOT NULL);"
    "CREATE INDEX sent_group ON sent (partner, group_control);"
    "CREATE INDEX sent_interchange ON sent (partner, interchange_control);"
    "CREATE INDEX sent_waiting ON sent (at) WHERE state = 0;",

    /* 4: what happened to purchase orders: written once, summed when read */
    "CREATE TABLE po ("
    " id INTEGER PRIMARY KEY, partner TEXT NOT NULL, number TEXT NOT NULL, currency TEXT NOT NULL, placed INTEGER NOT NULL,"
    " backorders INTEGER NOT NULL, collect INTEGER NOT NULL, received INTEGER NOT NULL);"
    "CREATE INDEX po_number ON po (number, partner);"
    "CREATE TABLE po_line ("
    " po INTEGER NOT NULL REFERENCES po (id) DEFERRABLE INITIALLY DEFERRED, n INTEGER NOT NULL, reference TEXT NOT NULL,"
    " quantity TEXT NOT NULL, unit TEXT NOT NULL, price TEXT NOT NULL, basis TEXT NOT NULL, products TEXT NOT NULL, item TEXT NOT NULL,"
    " pack INTEGER NOT NULL, price_eaches INTEGER NOT NULL, PRIMARY KEY (po, n)) WITHOUT ROWID;"
    "CREATE TABLE po_event ("
    " po INTEGER NOT NULL REFERENCES po (id) DEFERRABLE INITIALLY DEFERRED, seq INTEGER NOT NULL, kind INTEGER NOT NULL, at INTEGER NOT NULL,"
    " intake INTEGER NOT NULL, ordinal INTEGER NOT NULL, reference TEXT NOT NULL, original TEXT NOT NULL, amount TEXT NOT NULL,"
    " detail TEXT NOT NULL, PRIMARY KEY (po, seq)) WITHOUT ROWID;"
    "CREATE TABLE po_count ("
    " po INTEGER NOT NULL, seq INTEGER NOT NULL, n INTEGER NOT NULL, line INTEGER NOT NULL, kind INTEGER NOT NULL, quantity TEXT NOT NULL,"
    " price TEXT NOT NULL, shipping INTEGER NOT NULL, arriving INTEGER NOT NULL, PRIMARY KEY (po, seq, n),"
    " FOREIGN KEY (po, seq) REFERENCES po_event (po, seq) DEFERRABLE INITIALLY DEFERRED) WITHOUT ROWID;"
    "CREATE TRIGGER po_line_is_never_changed BEFORE UPDATE ON po_line BEGIN SELECT raise(ABORT, 'facts of orders are never changed'); END;"
    "CREATE TRIGGER po_line_is_never_removed BEFORE DELETE ON po_line BEGIN SELECT raise(ABORT, 'facts of orders are never removed'); END;"
    "CREATE TRIGGER po_event_is_never_changed BEFORE UPDATE ON po_event BEGIN SELECT raise(ABORT, 'facts of orders are never changed'); END;"
    "CREATE TRIGGER po_event_is_never_removed BEFORE DELETE ON po_event BEGIN SELECT raise(ABORT, 'facts of orders are never removed'); END;"
    "CREATE TRIGGER po_count_is_never_changed BEFORE UPDATE ON po_count BEGIN SELECT raise(ABORT, 'facts of orders are never changed'); END;"
    "CREATE TRIGGER po_count_is_never_removed BEFORE DELETE ON po_count BEGIN SELECT raise(ABORT, 'facts of orders are never removed'); END;"
    "CREATE TABLE sscc_use ("
    " code INTEGER NOT NULL, at INTEGER NOT NULL, notice TEXT NOT NULL, po INTEGER NOT NULL, PRIMARY KEY (code, at, notice)) WITHOUT ROWID;"
    "CREATE TABLE paper ("
    " kind INTEGER NOT NULL, partner TEXT NOT NULL, number TEXT NOT NULL, po INTEGER NOT NULL, at INTEGER NOT NULL,"
    " PRIMARY KEY (kind, partner, number)) WITHOUT ROWID;"
    "CREATE TABLE remittance ("
    " intake INTEGER NOT NULL, ordinal INTEGER NOT NULL, n INTEGER NOT NULL, payment TEXT NOT NULL, reference TEXT NOT NULL,"
    " invoice TEXT NOT NULL, bucket TEXT NOT NULL, posting TEXT NOT NULL, amount TEXT NOT NULL, PRIMARY KEY (intake, ordinal, n)) WITHOUT ROWID;"
    "CREATE INDEX remittance_invoice ON remittance (invoice) WHERE invoice <> '';",
};

enum { VERSION = sizeof steps / sizeof steps[0] };

static int version_of(struct store *s, int *out)
{
    sqlite3_stmt *st;
    int rc = sqlite3_prepare_v2(s->db, "PRAGMA user_version", -1, &st, NULL);
    if (rc != SQLITE_OK) return sql_fail(s, rc);
    rc = sqlite3_step(st);
    *out = rc == SQLITE_ROW ? sqlite3_column_int(st, 0) : 0;
    const int err = rc == SQLITE_ROW ? 0 : sql_fail(s, rc);
    sqlite3_finalize(st);
    return err;
}

static int run(struct store *s, const char *text)
{
    const int rc = sqlite3_exec(s->db, text, NULL, NULL, NULL);
    return rc == SQLITE_OK ? 0 : sql_fail(s, rc);
}

/* Under the write lock: another process may have done it while we waited. */
static int run_missing(struct store *s)
{
    int version;
    int err = version_of(s, &version);
    for (int i = version; !err && i < VERSION; i++) err = run(s, steps[i]);
    char text[40];
    snprintf(text, sizeof text, "PRAGMA user_version = %d", VERSION);
    return err ? err : run(s, text);
}

int migrate(struct store *s)
{
    int version;
    int err = version_of(s, &version);
    if (err || version == VERSION) return err;
    if (version > VERSION) return sql_refuse(s, E_STORE, "the database was made by a newer crossdock");
    if (s->read_only && version == 0) return E_NOT_FOUND;
    if (s->read_only) return sql_refuse(s, E_STORE, "the database is older than this crossdock; run it once to bring it up to date");
    err = run(s, "BEGIN IMMEDIATE");
    if (err) return err;
    err = run_missing(s);
    if (!err) err = run(s, "COMMIT");
    if (err && !sqlite3_get_autocommit(s->db)) (void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    return err;
}
