/* publish.h - after the commit: outputs to their folders, originals to the archive.  Private to engine/.
 *
 * Everything here may be repeated; see engine.h E4. */
#ifndef ENGINE_PUBLISH_H
#define ENGINE_PUBLISH_H

#include "engine/job.h"

/* Publish what this process has just committed. */
int publish_intakes(struct engine *e, const struct intake *intakes, size_t count);
/* Publish all that is committed and not done and that no living worker is at (it still holds the lock on the original). */
int publish_pending(struct engine *e);
/* Sync the file system and let the store forget the bytes of published outputs; for quiet moments. */
int publish_forget(struct engine *e);
/* Keep the words of an error for engine_error(); returns it. */
int engine_fail(struct engine *e, int err);

#endif
