/* err.c - the class and the words of every error code.
 *
 * The engine decides by class alone, so the table below is where "try again" and "call a person" are told apart.  Errors of the system
 * that are not listed are for a person: trying again unasked could hide them. */
#include "base/err.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

struct row {
    int err;
    enum err_class class;
    const char *text;                   /* null: the system's own words */
};

static const struct row rows[] = {
    { E_BUSY, ERR_RETRY, "another process is using it" },
    { E_CORRUPT, ERR_GIVE_UP, "stored data is not what was written" },
    { E_TOO_BIG, ERR_GIVE_UP, "it is larger than the limit allows" },
    { E_NOT_FOUND, ERR_GIVE_UP, "it is not there" },
    { E_EXISTS, ERR_GIVE_UP, "it is there already" },
    { E_BAD, ERR_GIVE_UP, "it is not valid" },
    { E_STORE, ERR_GIVE_UP, "the database refused" },
    { E_UNCERTAIN, ERR_UNCERTAIN, "the database went away during a commit; whether it happened must be looked up" },
    { -EAGAIN, ERR_RETRY, NULL },       { -EINTR, ERR_RETRY, NULL },        { -EBUSY, ERR_RETRY, NULL },
    { -ENOSPC, ERR_RETRY, NULL },       { -EDQUOT, ERR_RETRY, NULL },       { -ENOMEM, ERR_RETRY, NULL },
    { -EMFILE, ERR_RETRY, NULL },       { -ENFILE, ERR_RETRY, NULL },       { -ETXTBSY, ERR_RETRY, NULL },
    { -ENOLCK, ERR_RETRY, NULL },       { -ESTALE, ERR_RETRY, NULL },       { -ETIMEDOUT, ERR_RETRY, NULL },
    { -ECONNREFUSED, ERR_RETRY, NULL }, { -ECONNRESET, ERR_RETRY, NULL },   { -EHOSTUNREACH, ERR_RETRY, NULL },
    { -ENETUNREACH, ERR_RETRY, NULL },  { -ENETDOWN, ERR_RETRY, NULL },
};

static const struct row *find(int err)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].err == err) return &rows[i];
    return NULL;
}

enum err_class err_class(int err)
{
    if (err >= 0) return ERR_NONE;
    const struct row *row = find(err);
    return row ? row->class : ERR_GIVE_UP;
}

const char *err_text(int err)
{
    if (err >= 0) return "no error";
    const struct row *row = find(err);
    /* The untranslated, thread-safe form of strerror. */
    const char *text = row && row->text ? row->text : strerrordesc_np(-err);
    return text ? text : "unknown error";
}
