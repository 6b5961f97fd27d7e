/* cli.h - what the subcommands share: how they are called, where they print, what their exit code means.
 *
 * A subcommand is one cmd_*.c with one function; the table in main.c names it.  Exit codes are the same everywhere. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/arena.h"
#include "base/diag.h"

#include <stdio.h>

enum { EXIT_FINE = 0, EXIT_WRONG = 1 /* something was held, rejected or found wrong */, EXIT_USAGE = 2, EXIT_WORLD = 3 };

struct cli {
    const char *instance;               /* -C, default "." */
    const char *program;                /* argv[0] for messages */
    struct arena *arena;                /* lives as long as the program */
};

struct option_row {                     /* one option of a subcommand; the table ends with name == NULL */
    const char *name;                   /* "guide" for --guide; a single letter is -x */
    const char *argument;               /* "NAME", or NULL for a switch */
    const char *help;
    const char **value;                 /* set to the argument … */
    bool *flag;                         /* … or to true */
};

struct command {
    const char *name;                   /* "quarantine list" has name "quarantine" and handles its words itself */
    const char *arguments;              /* "FILE… [--guide NAME]" */
    const char *summary;                /* one line */
    const char *text;                   /* a paragraph for --help */
    int (*run)(struct cli *cli, const struct command *command, int argc, char **argv);
};

/* Parse options by the table; words that are no options are left in argv from *first on.  --help prints and sets *done.  Returns 0 or
   EXIT_USAGE after saying what is wrong. */
int cli_options(const struct command *command, const struct option_row *rows, int argc, char **argv, int *first, bool *done);
/* "crossdock: …" on standard error; returns `code`. */
int cli_fail(int code, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A world error in words; returns EXIT_WORLD, or EXIT_USAGE for what a wrong call causes (no such file). */
int cli_error(const char *what, int err);
/* All findings to standard error as a compiler would, or as one JSON object per line to `json`. */
void cli_findings(const struct diags *diags);
void cli_findings_json(FILE *out, const struct diags *diags);
void cli_put(FILE *out, slice text);

#define COMMAND(name) int name(struct cli *cli, const struct command *command, int argc, char **argv)
COMMAND(cmd_init);
COMMAND(cmd_run);
COMMAND(cmd_check);
COMMAND(cmd_show);
COMMAND(cmd_validate);
COMMAND(cmd_translate);
COMMAND(cmd_explain);
COMMAND(cmd_map);
COMMAND(cmd_quarantine);
COMMAND(cmd_order);
COMMAND(cmd_send);
COMMAND(cmd_sent);
COMMAND(cmd_status);
COMMAND(cmd_reference);

#endif
