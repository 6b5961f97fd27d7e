/* statements.h - every statement this store ever runs, in one list.
 *
 * Rows are X(NAME, "SQL").  The list is expanded twice: into the enum of store/sqlite.h and into the table of texts in sqlite.c; there is no
 * include guard for that reason.  Each statement is prepared once, when first used, and kept until the store is closed. */

#define INTAKE_COLUMNS "id, claim, name, folder, sha256, bytes, received, state, archive, wrong, summary"
#define OUTPUT_COLUMNS "o.intake, o.n, o.path, o.sha256, o.kind, o.key, o.document"
#define DOCUMENT_COLUMNS                                                                                                                  \
    "intake, ordinal, partner, kind, interchange_control, group_control, set_control, byte_offset, byte_length, key, state, map, "        \
    "map_version, map_digest, items_digest, reason, quarantine, at"
#define ORDER_COLUMNS "partner, number, state, intake, ordinal, lines, held_lines, reason, first_seen, changed"
#define SENT_COLUMNS                                                                                                                      \
    "id, partner, functional_id, set_id, interchange_control, group_control, set_control, key, intake, path, at, late, missing, state, answered, answer"
#define QUARANTINE_COLUMNS "id, intake, ordinal, partner, kind, key, reason, title, state, since"
#define PO_COLUMNS "id, partner, number, currency, placed, backorders, collect, received"
#define PO_LINE_COLUMNS "po, n, reference, quantity, unit, price, basis, products, item, pack, price_eaches"
#define PO_EVENT_COLUMNS "po, seq, kind, at, intake, ordinal, reference, original, amount, detail"
#define PO_COUNT_COLUMNS "po, seq, n, line, kind, quantity, price, shipping, arriving"
#define REMITTANCE_COLUMNS "intake, ordinal, n, payment, reference, invoice, bucket, posting, amount"

X(SQL_BEGIN, "BEGIN IMMEDIATE")
X(SQL_COMMIT, "COMMIT")
X(SQL_ROLLBACK, "ROLLBACK")
X(SQL_SAVEPOINT_0, "SAVEPOINT level0")
X(SQL_ROLLBACK_TO_0, "ROLLBACK TO level0")
X(SQL_RELEASE_0, "RELEASE level0")
X(SQL_SAVEPOINT_1, "SAVEPOINT level1")
X(SQL_ROLLBACK_TO_1, "ROLLBACK TO level1")
X(SQL_RELEASE_1, "RELEASE level1")
X(SQL_SAVEPOINT_2, "SAVEPOINT level2")
X(SQL_ROLLBACK_TO_2, "ROLLBACK TO level2")
X(SQL_RELEASE_2, "RELEASE level2")
X(SQL_SAVEPOINT_3, "SAVEPOINT level3")
X(SQL_ROLLBACK_TO_3, "ROLLBACK TO level3")
X(SQL_RELEASE_3, "RELEASE level3")

X(SQL_INTAKE_ADD, "INSERT INTO intake (" INTAKE_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")
X(SQL_INTAKE_FIND, "SELECT " INTAKE_COLUMNS " FROM intake WHERE claim = ?1")
X(SQL_INTAKE_GET, "SELECT " INTAKE_COLUMNS " FROM intake WHERE id = ?1")
X(SQL_INTAKE_PENDING, "SELECT " INTAKE_COLUMNS " FROM intake WHERE state = 0 ORDER BY id")
X(SQL_INTAKE_UNFORGOTTEN,
  "SELECT " INTAKE_COLUMNS " FROM intake WHERE state = 1 AND id IN (SELECT DISTINCT id >> 24 FROM output_bytes) ORDER BY id")
X(SQL_INTAKE_DONE, "UPDATE intake SET state = 1 WHERE id = ?1")

X(SQL_OUTPUT_ADD, "INSERT INTO output (intake, n, path, sha256, kind, key, document) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
X(SQL_OUTPUT_LAST, "SELECT coalesce(max(n), 0) FROM output WHERE intake = ?1")
X(SQL_OUTPUT_BYTES_ADD, "INSERT INTO output_bytes (id, bytes) VALUES (?1, ?2)")
X(SQL_OUTPUTS, "SELECT " OUTPUT_COLUMNS ", NULL FROM output o WHERE o.intake = ?1 ORDER BY o.n")
X(SQL_OUTPUTS_BYTES,
  "SELECT " OUTPUT_COLUMNS ", b.bytes FROM output o LEFT JOIN output_bytes b ON b.id = (o.intake << 24) | o.n WHERE o.intake = ?1 ORDER BY o.n")
X(SQL_OUTPUTS_FORGET, "DELETE FROM output_bytes WHERE id BETWEEN (?1 << 24) AND (?1 << 24) + 16777215")
X(SQL_OUTPUT_OF_INTAKE,
  "SELECT " OUTPUT_COLUMNS ", NULL FROM output o WHERE o.intake = ?1 AND substr(o.path, -length(?2)) = ?2 ORDER BY o.n DESC LIMIT 1")
X(SQL_OUTPUT_ANYWHERE,
  "SELECT " OUTPUT_COLUMNS ", NULL FROM output o WHERE substr(o.path, -length(?1)) = ?1 ORDER BY o.intake DESC, o.n DESC LIMIT 1")

X(SQL_DOCUMENT_ADD,
  "INSERT INTO document (" DOCUMENT_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)")
X(SQL_DOCUMENTS, "SELECT " DOCUMENT_COLUMNS " FROM document WHERE (?1 = '' OR kind = ?1) ORDER BY intake, ordinal")
X(SQL_DOCUMENTS_BY_KEY,
  "SELECT " DOCUMENT_COLUMNS " FROM document WHERE key = ?2 AND key <> '' AND (?1 = '' OR kind = ?1) ORDER BY intake, ordinal")
X(SQL_DOCUMENT_GET, "SELECT " DOCUMENT_COLUMNS " FROM document WHERE intake = ?1 AND ordinal = ?2")

X(SQL_ORDER_FIND, "SELECT " ORDER_COLUMNS " FROM purchase_order WHERE number = ?2 AND partner = ?1 AND first_seen >= ?3")
X(SQL_ORDER_PUT,
  "INSERT INTO purchase_order (" ORDER_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
  " ON CONFLICT (number, partner) DO UPDATE SET state = excluded.state, intake = excluded.intake, ordinal = excluded.ordinal,"
  " lines = excluded.lines, held_lines = excluded.held_lines, reason = excluded.reason, changed = excluded.changed,"
  " first_seen = CASE WHEN excluded.first_seen > 0 THEN excluded.first_seen ELSE first_seen END")
X(SQL_ORDERS, "SELECT " ORDER_COLUMNS " FROM purchase_order ORDER BY first_seen, number, partner")
X(SQL_ORDERS_BY_NUMBER, "SELECT " ORDER_COLUMNS " FROM purchase_order WHERE number = ?1 ORDER BY partner")

X(SQL_PO_ADD, "INSERT INTO po (" PO_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
X(SQL_PO_FIND, "SELECT " PO_COLUMNS " FROM po WHERE number = ?2 AND partner = ?1 ORDER BY id DESC LIMIT 1")
X(SQL_PO_LINE_ADD, "INSERT INTO po_line (" PO_LINE_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")
X(SQL_PO_LINES, "SELECT " PO_LINE_COLUMNS " FROM po_line WHERE po = ?1 ORDER BY n")
X(SQL_PO_EVENT_ADD,
  "INSERT INTO po_event (" PO_EVENT_COLUMNS ")"
  " VALUES (?1, (SELECT coalesce(max(seq), 0) + 1 FROM po_event WHERE po = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING seq")
X(SQL_PO_EVENTS, "SELECT " PO_EVENT_COLUMNS " FROM po_event WHERE po = ?1 ORDER BY seq")
X(SQL_PO_COUNT_ADD, "INSERT INTO po_count (" PO_COUNT_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")
X(SQL_PO_COUNTS, "SELECT " PO_COUNT_COLUMNS " FROM po_count WHERE po = ?1 ORDER BY seq, n")
X(SQL_SSCC_ADD, "INSERT OR IGNORE INTO sscc_use (code, at, notice, po) VALUES (?1, ?2, ?3, ?4)")
X(SQL_SSCC_FIND, "SELECT code, at, notice, po FROM sscc_use WHERE code = ?1 AND at >= ?2 AND notice <> ?3 ORDER BY at DESC LIMIT 1")
X(SQL_PAPER_ADD, "INSERT INTO paper (kind, partner, number, po, at) VALUES (?1, ?2, ?3, ?4, ?5)")
X(SQL_PAPER_PUT,
  "INSERT INTO paper (kind, partner, number, po, at) VALUES (?1, ?2, ?3, ?4, ?5)"
  " ON CONFLICT (kind, partner, number) DO UPDATE SET po = excluded.po, at = excluded.at")
X(SQL_PAPER_FIND, "SELECT kind, partner, number, po, at FROM paper WHERE kind = ?1 AND partner = ?2 AND number = ?3")
X(SQL_REMITTANCE_ADD, "INSERT INTO remittance (" REMITTANCE_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")
X(SQL_REMITTANCES,
  "SELECT " REMITTANCE_COLUMNS " FROM remittance WHERE invoice = ?1 AND invoice <> '' ORDER BY intake, ordinal, n")

X(SQL_FINDING_ADD,
  "INSERT INTO finding (intake, n, ordinal, code, severity, message, hint, place, json)"
  " VALUES (?1, (SELECT coalesce(max(n), 0) + 1 FROM finding WHERE intake = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
X(SQL_FINDINGS, "SELECT intake, ordinal, code, severity, message, hint, place, json FROM finding WHERE intake = ?1 ORDER BY n")

X(SQL_QUARANTINE_ADD, "INSERT INTO quarantine (" QUARANTINE_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")
X(SQL_QUARANTINE_LIST, "SELECT " QUARANTINE_COLUMNS " FROM quarantine ORDER BY since, id")
X(SQL_QUARANTINE_GET, "SELECT " QUARANTINE_COLUMNS " FROM quarantine WHERE id = ?1")

X(SQL_INTERCHANGE_FIND,
  "SELECT intake FROM interchange WHERE sender = ?1 AND receiver = ?2 AND control = ?3 AND at >= ?4 ORDER BY at LIMIT 1")
/* Two interchanges of one file may bear the same number at the same instant; one row says so well enough. */
X(SQL_INTERCHANGE_ADD, "INSERT OR IGNORE INTO interchange (sender, receiver, control, at, intake) VALUES (?1, ?2, ?3, ?4, ?5)")
X(SQL_NUMBER_FIND, "SELECT intake FROM number_seen WHERE number = ?1 AND at >= ?2 ORDER BY at LIMIT 1")
X(SQL_NUMBER_ADD, "INSERT OR IGNORE INTO number_seen (number, at, intake) VALUES (?1, ?2, ?3)")
X(SQL_COUNTER_GET, "SELECT value FROM counter WHERE name = ?1")
X(SQL_COUNTER_PUT, "INSERT INTO counter (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value")

X(SQL_SENT_ADD,
  "INSERT INTO sent (partner, functional_id, set_id, interchange_control, group_control, set_control, key, intake, path, at, late, missing, state,"
  " answered, answer) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 0, 0)")
/* Numbers come again when they have wrapped; the last file that bore one is meant. */
X(SQL_SENT_OF_GROUP,
  "SELECT " SENT_COLUMNS " FROM sent WHERE partner = ?1 AND group_control = ?3 AND (?2 = '' OR functional_id = ?2) AND intake ="
  " (SELECT max(intake) FROM sent WHERE partner = ?1 AND group_control = ?3 AND (?2 = '' OR functional_id = ?2)) ORDER BY id")
X(SQL_SENT_OF_INTERCHANGE,
  "SELECT " SENT_COLUMNS " FROM sent WHERE partner = ?1 AND interchange_control = ?2 AND intake ="
  " (SELECT max(intake) FROM sent WHERE partner = ?1 AND interchange_control = ?2) ORDER BY id")
X(SQL_SENT_ANSWER, "UPDATE sent SET state = ?2, answered = ?3, answer = ?4 WHERE id = ?1")
X(SQL_SENT_LIST, "SELECT " SENT_COLUMNS " FROM sent ORDER BY id")
X(SQL_SENT_WAITING, "SELECT " SENT_COLUMNS " FROM sent WHERE state = 0 ORDER BY at, id")

X(SQL_BLOB_ADD,
  "INSERT INTO blob (kind, digest, at, bytes) VALUES (?1, ?2, ?3, ?4)"
  " ON CONFLICT (kind, digest) DO UPDATE SET bytes = excluded.bytes, at = excluded.at")
X(SQL_BLOB_MAKE_CURRENT,
  "INSERT INTO blob_current (kind, digest, previous) VALUES (?1, ?2, '')"
  " ON CONFLICT (kind) DO UPDATE SET previous = CASE WHEN digest = excluded.digest THEN previous ELSE digest END, digest = excluded.digest")
X(SQL_BLOB_FORGET,
  "UPDATE blob SET bytes = NULL WHERE kind = ?1 AND bytes IS NOT NULL"
  " AND digest NOT IN (SELECT digest FROM blob_current WHERE kind = ?1 UNION ALL SELECT previous FROM blob_current WHERE kind = ?1)")
X(SQL_BLOB_CURRENT, "SELECT digest FROM blob_current WHERE kind = ?1")
X(SQL_BLOB_GET, "SELECT bytes FROM blob WHERE kind = ?1 AND digest = ?2 AND bytes IS NOT NULL")

X(SQL_ATTEMPT, "INSERT INTO attempt (claim, deaths) VALUES (?1, 1) ON CONFLICT (claim) DO UPDATE SET deaths = deaths + 1 RETURNING deaths")
X(SQL_ATTEMPTS, "SELECT deaths FROM attempt WHERE claim = ?1")

X(SQL_AUDIT, "INSERT INTO audit (at, event, subject, detail) VALUES (?1, ?2, ?3, ?4)")

X(SQL_COUNTS,
  "SELECT (SELECT count(*) FROM intake), (SELECT count(*) FROM document WHERE state = 0), (SELECT count(*) FROM document WHERE state = 1),"
  " (SELECT count(*) FROM document WHERE state = 2) + (SELECT count(*) FROM quarantine WHERE ordinal = 0), (SELECT count(*) FROM quarantine WHERE state = 'open'),"
  " (SELECT count(*) FROM intake WHERE state = 0)")
