/* publish.h - after the commit: outputs to their folders, originals to the archive.  Private to engine/.
 *
 * Everything here may be repeated; see engine.h E4. */
#ifndef ENGINE_PUBLISH_H
#define ENGINE_PUBLISH_H

#include "engine/job.h"

/* Publish what is committed: what this process has just decided, or `again` what may be published in part. */
int publish_files(struct engine *e, const struct decided *files, size_t count, bool again);
/* It is published: mark it done with the next transaction, and keep `fd`, the lock on its original (or -1), until then. */
void publish_mark_later(struct engine *e, int64_t id, int fd);
int publish_mark(struct engine *e);             /* into the open transaction … */
void publish_marked(struct engine *e);          /* … which has been committed */
int publish_mark_now(struct engine *e);         /* in a transaction of its own */
/* Publish all that is committed and not done and that no living worker is at (it still holds the lock on the original). */
int publish_pending(struct engine *e);
/* Sync the file system and let the store forget the bytes of published outputs; for quiet moments. */
int publish_forget(struct engine *e);
/* Keep the words of an error for engine_error(); returns it. */
int engine_fail(struct engine *e, int err);

#endif
