/* reading.h - reading X12 files without an instance: schemas found, findings printed or collected, for show, validate, translate. */
#ifndef CLI_READING_H
#define CLI_READING_H

#include "base/json.h"
#include "cli/cli.h"
#include "engine/asserts.h"
#include "engine/documents.h"

struct reading {
    struct cli *cli;
    struct schema_path schemas, maps;
    struct catalogue *catalogue;
    bool borrowed;                      /* the catalogue is somebody else's */
    struct documents *documents;
    slice guide;                        /* "amazon", or empty */
    struct asserts asserts;             /* rules of the guide switched on and off */
    unsigned lenient;                   /* x12_lenient bits */
    struct source source;
};

/* Schemas of the instance (when there is one) before the shipped ones. */
void reading_begin(struct reading *r, struct cli *cli, const char *guide);
void reading_end(struct reading *r);
/* Take the schemas from a catalogue that is there already, and that outlives the reading; null: keep to its own. */
void reading_borrow(struct reading *r, struct catalogue *catalogue);
/* The leniencies named in `names` (commas between, may be null).  0, or an exit code after saying which name is not known. */
int reading_lenient(struct reading *r, const char *names);
/* Rules of the guide to switch on, or off with '-' (commas between, may be null).  0, or an exit code after saying which name is not known. */
int reading_asserts(struct reading *r, const char *names);
/* Open a file for documents_next.  0, or an exit code after saying why not.  `chooser` null: by release, set and guide. */
int reading_open(struct reading *r, const char *path, const struct document_chooser *chooser);
/* documents_next, and findings are shown segment by segment from then on. */
int reading_next(struct reading *r, struct document_step *out);
void reading_close(struct reading *r);
/* Do the findings of this step exist for good now (its owner has ended)? */
bool reading_has_ended(const struct document_step *step);
/* Is there a crossdock.xml in the directory? */
bool is_instance(struct cli *cli, const char *directory);

#endif
