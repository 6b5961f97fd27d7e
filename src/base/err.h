/* err.h - what can go wrong with the world (disk, database, network), as negative numbers.
 *
 * 0 is success; -errno for system calls; own codes below -10000.  What matters to callers is the class: RETRY later, GIVE_UP (a person
 * must act), or UNCERTAIN (it may have happened: look before repeating).  Wrong data is never an error code: it is a finding (diag.h). */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum err_class { ERR_NONE, ERR_RETRY, ERR_GIVE_UP, ERR_UNCERTAIN };

enum {
    E_BUSY = -10001,       /* another process holds the lock or the claim */
    E_CORRUPT = -10002,    /* our own stored data is not what we wrote */
    E_TOO_BIG = -10003,    /* a cap was passed */
    E_NOT_FOUND = -10004,
    E_EXISTS = -10005,
    E_BAD = -10006,        /* findings say what is wrong */
    E_STORE = -10007,      /* the database refused; store_error() has its words */
    E_UNCERTAIN = -10008   /* a commit's answer was lost */
};

enum err_class err_class(int err);
/* Words for people: never null, not to be freed. */
const char *err_text(int err);

#endif
