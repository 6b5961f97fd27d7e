/* cli.c - options, messages and small helpers of the subcommands. */
#include "cli/cli.h"

#include "base/err.h"
#include "base/render.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

static void help(const struct command *command, const struct option_row *rows)
{
    printf("usage: crossdock [-C DIR] %s %s\n\n%s.\n\n%s\n", command->name, command->arguments, command->summary, command->text);
    if (rows != NULL && rows->name != NULL) puts("");
    for (; rows != NULL && rows->name != NULL; rows++) {
        char left[64];
        snprintf(left, sizeof left, "%s%s%s%s", rows->name[1] ? "--" : "-", rows->name, rows->argument ? " " : "", rows->argument ? rows->argument : "");
        printf("  %-18s %s\n", left, rows->help);
    }
}

static const struct option_row *find_option(const struct option_row *rows, const char *word, const char **inline_value)
{
    const char *name = word + (word[1] == '-' ? 2 : 1);
    size_t length = strcspn(name, "=");
    *inline_value = name[length] == '=' ? name + length + 1 : NULL;
    for (; rows != NULL && rows->name != NULL; rows++)
        if (strlen(rows->name) == length && strncmp(rows->name, name, length) == 0) return rows;
    return NULL;
}

int cli_options(const struct command *command, const struct option_row *rows, int argc, char **argv, int *first, bool *done)
{
    int words = 1;
    bool only_words = false;
    *done = false;
    for (int i = 1; i < argc; i++) {
        char *word = argv[i];
        if (only_words || word[0] != '-' || word[1] == 0) {
            argv[words++] = word;
            continue;
        }
        if (strcmp(word, "--") == 0) {
            only_words = true;
            continue;
        }
        if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
            help(command, rows);
            *done = true;
            return 0;
        }
        const char *value = NULL;
        const struct option_row *row = find_option(rows, word, &value);
        if (row == NULL) return cli_fail(EXIT_USAGE, "%s: unknown option '%s'; `crossdock %s --help` tells", command->name, word, command->name);
        if (row->flag != NULL) {
            *row->flag = true;
            continue;
        }
        if (value == NULL && i + 1 < argc) value = argv[++i];
        if (value == NULL) return cli_fail(EXIT_USAGE, "%s: %s needs %s", command->name, word, row->argument);
        *row->value = value;
    }
    argv[words] = NULL;
    *first = 1;
    return 0;
}

int cli_fail(int code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("crossdock: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return code;
}

int cli_error(const char *what, int err)
{
    int code = err == -ENOENT || err == -ENOTDIR || err == -EISDIR || err == E_NOT_FOUND ? EXIT_USAGE : EXIT_WORLD;
    return cli_fail(code, "%s: %s", what, err_text(err));
}

void cli_put(FILE *out, slice text)
{
    if (text.len > 0) fwrite(text.ptr, 1, text.len, out);
}

void cli_findings(const struct diags *diags)
{
    struct buf text = BUF_INIT(1 << 20);
    for (size_t i = 0; i < diags->count; i++) {
        buf_clear(&text);
        diag_text(&text, &diags->items[i]);
        cli_put(stderr, buf_slice(&text));
    }
    if (diags->dropped > 0) fprintf(stderr, "… and %zu more findings, which are not shown\n", diags->dropped);
    buf_free(&text);
}

void cli_findings_json(FILE *out, const struct diags *diags)
{
    struct buf text = BUF_INIT(1 << 20);
    for (size_t i = 0; i < diags->count; i++) {
        buf_clear(&text);
        struct json json = json_begin(&text);
        diag_json(&json, &diags->items[i]);
        buf_putc(&text, '\n');
        cli_put(out, buf_slice(&text));
    }
    buf_free(&text);
}
