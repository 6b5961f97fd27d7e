/* settings.h - every setting of crossdock.xml.
 *
 * Rows SETTING(element, attribute, field of struct conf, KIND, smallest, largest, choices, default, effect, text).  An empty element means the
 * root element <crossdock>.  The default is written as a person would write it; 0 means that the setting is mandatory.  Smallest and
 * largest are lengths for TEXT, else values in the kind's base unit (SECONDS, MILLIS, bytes).  Effect: RELOAD is taken up by `run` on HUP,
 * RESTART needs a new start.  Expanded by shapes.c into the table that reads, checks and documents; no include guard, on purpose. */
SETTING("", "company", company, TEXT, 1, 80, 0, 0, RELOAD, "name of the company, as people call it; shown in reports")
SETTING("intake", "settle", settle_seconds, SECONDS, 0, 3600, 0, "2s", RELOAD,
        "how long a file whose last envelope is not closed must be quiet before it is taken as it is")
SETTING("workers", "count", workers, COUNT, 1, 64, 0, "2", RESTART, "worker processes; each translates one document at a time")
SETTING("commit", "files", batch_files, COUNT, 1, 10000, 0, "8", RELOAD,
        "most files that are made durable in one step; nothing waits for a batch to fill")
SETTING("limits", "file", max_file_bytes, BYTES, 1024, 1ull << 40, 0, "1GB", RELOAD,
        "largest file that is taken; a larger one goes to quarantine")
SETTING("limits", "set", max_set_bytes, BYTES, 1024, 1ull << 30, 0, "256MB", RELOAD,
        "largest transaction set; it is what a worker holds in memory")
SETTING("limits", "findings", max_findings, COUNT, 1, 100000, 0, "1000", RELOAD,
        "most findings kept of one document; the rest is counted")
SETTING("limits", "attempts", max_attempts, COUNT, 1, 100, 0, "3", RELOAD,
        "how many workers may die of one document before it goes to quarantine")
