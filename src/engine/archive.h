/* archive.h - the originals that an instance keeps, read again document by document: for replay and for what traffic shows. */
#ifndef ENGINE_ARCHIVE_H
#define ENGINE_ARCHIVE_H

#include "engine/documents.h"
#include "engine/setup.h"
#include "store/store.h"

struct archived {                       /* one transaction set; its tree is text in UTF-8 */
    const struct document *document;    /* as the journal has it */
    const struct intake *intake;
    const struct document_step *step;
    const struct setup_route *route;    /* of its agreement today, for parameters; null when there is none any more */
};
typedef void archive_visit(void *context, const struct archived *archived);

struct archive_walk {
    struct store *store;
    const char *instance;               /* its directory */
    const struct setup *setup;
    const struct schema *schema;        /* sets of this kind and release, read by this schema */
    instant since;                      /* 0: from the beginning */
    archive_visit *visit;
    void *context;
    unsigned documents, files, missing; /* counted: visited, opened, not there any more */
};
/* Nothing is changed anywhere.  0, or an error of the store. */
int archive_walk(struct archive_walk *walk, struct arena *arena);

#endif
