/* map_verbs.h - the analyst's tools behind `crossdock map VERB`, each in a cmd_map_VERB.c. */
#ifndef CLI_MAP_VERBS_H
#define CLI_MAP_VERBS_H

#include "cli/reading.h"

#include "engine/outside.h"

struct map_job {
    struct cli *cli;
    bool json, mutate, traffic;
    const char *since, *out;
    struct reading reading;             /* for its search paths */
    struct outside outside;
    struct diags diags;
    unsigned checked, wrong, missing;
    int code;                           /* of the first failure that was not a map's */
};

static inline struct map_sources map_job_sources(const struct map_job *job)
{
    return (struct map_sources){ job->cli->arena, &job->reading.schemas, &job->reading.maps, job->outside.tables, job->outside.n_tables,
                                 catalogue_lend, job->reading.catalogue };
}

int map_effective_verb(struct map_job *job, char **words);
int map_coverage_verb(struct map_job *job, char **words);
int map_replay_verb(struct map_job *job, char **words);
/* Notes about the map from the instance's archive, into job->diags.  0 or an exit code. */
int map_traffic(struct map_job *job, const struct map *map);
int map_diff_verb(struct map_job *job, char **words);

#endif
