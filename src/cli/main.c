/* main.c - the program: finds the subcommand and hands over.  It holds no EDI knowledge. */
#include "config.h"

#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

static const struct command commands[] = {
    { "init", "DIR [--demo]", "make an instance; --demo adds a partner, items, tables and samples",
      "Makes DIR with settings and the folders to drop files in. With --demo it also gets an agreement with Amazon, an item master, the table of\n"
      "fulfilment centres and sample documents, so that the first order can be dropped at once.", cmd_init },
    { "run", "[--once [--json]]", "work the inboxes; --once works everything off and stops",
      "Stays in the foreground and logs to standard error; a service manager starts and stops it (TERM stops, HUP reloads the settings).\n"
      "With --once everything that is complete is worked off, a summary is printed, and the program stops: 0 when all went through, 1 when\n"
      "something was held, rejected or quarantined.", cmd_run },
    { "check", "[--json]", "check settings, agreements, maps, schemas and tables like a compiler",
      "Loads the whole instance as `run` would and prints every finding with file, line and column.", cmd_check },
    { "show", "FILE [--guide NAME] [--json|--html] | --diff FILE FILE", "print a document for people, findings in the margin",
      "Prints X12 with the names of its segments and elements, loops indented, levels (HL) under each other, code meanings beside the codes, and\n"
      "findings where they are; --html makes a page of it. --diff compares two files by what their documents say, not by position: 0 the same,\n"
      "1 different.", cmd_show },
    { "validate", "FILE… [--guide NAME] [--ack FILE [--with 997|999] [--ta1]] [--lenient NAME,…] [--json]", "findings only; --ack writes the 997",
      "Checks envelopes, grammar and guide of every transaction set and prints all findings. --guide amazon narrows by Amazon's guide. --ack writes\n"
      "what would answer the file: a 997 of each group, or with --with 999 a 999 of those from release 005010 on.", cmd_validate },
    { "translate", "--map MAP FILE [-o OUT] [--items FILE] [--tables DIR] [--check] [--lenient NAME,…] [--json]", "one document through one map, no state",
      "Checks the document, runs the map and writes the record to OUT or standard output. Items and tables come from the options, or from the\n"
      "instance named by -C. Nothing is remembered.", cmd_translate },
    { "explain", "FILE FIELD [--json]", "where a field of an output came from",
      "FILE is a file that crossdock wrote (in an outbox or the archive), FIELD a path like 'OrderLineData[1]/@Quantity'. Prints the value, how it\n"
      "was computed, the bytes of the original, table rows and the map's line.", cmd_explain },
    { "map", "check [FILE…] [--traffic] | test [FILE|DIR…] | effective MAP | diff A B | coverage [FILE|DIR] [--mutate] | replay OLD NEW [--since DAY] [--json]", "the analyst's tools",
      "check lints maps like a compiler; test runs the tests beside them. Without files: the maps of the instance, or the shipped ones.\n"
      "effective prints a map with its overlays worked in; diff compares two of them rule by rule.\n"
      "coverage says what the tests beside a map reach; with --mutate, which faults in it they do not notice.\n"
      "replay runs two maps over the instance's archive and tells, field by field, what would differ.", cmd_map },
    { "quarantine", "list | show ID [--json]", "what was quarantined, and why", "Lists the open entries, or prints the report of one.", cmd_quarantine },
    { "order", "list | show PO [--json]", "life cycle of each purchase order", "Lists purchase orders, or shows one with its documents and files.", cmd_order },
    { "send", "PARTNER FILE", "send a ready X12 file to a partner",
      "FILE is an interchange made elsewhere, or bare sets from ST to SE. It is checked by the agreement's guide, gets an envelope and control\n"
      "numbers of ours, goes to the partner's outbox, and its acknowledgement is waited for. 1: it was found wrong and not sent.", cmd_send },
    { "sent", "[--json]", "what was sent, and what the partners answered",
      "Lists every document sent with the state of its answer; late and missing ones are findings. 1: an answer is missing.", cmd_sent },
    { "status", "[--json]", "what is waiting, held and done", "Counts files waiting in the inboxes, in work, quarantined and done.", cmd_status },
    { "reference", "findings | settings | functions | leniencies", "the generated reference pages, as Markdown",
      "Prints the tables that the program itself works by: all finding codes, all settings, the functions of the map language.", cmd_reference },
};

enum { N_COMMANDS = sizeof commands / sizeof *commands };

static void usage(FILE *out)
{
    fputs("usage: crossdock [-C DIR] COMMAND …\n\n", out);
    for (unsigned i = 0; i < N_COMMANDS; i++) fprintf(out, "  %-11s %s\n", commands[i].name, commands[i].summary);
    fputs("\n-C DIR names the instance (default: the current directory). `crossdock COMMAND --help` tells more.\n"
          "Exit codes: 0 nothing wrong, 1 something was held, rejected or found wrong, 2 usage or settings, 3 disk or database.\n", out);
}

static const struct command *find_command(const char *name)
{
    for (unsigned i = 0; i < N_COMMANDS; i++)
        if (strcmp(commands[i].name, name) == 0) return &commands[i];
    return NULL;
}

static int unknown_command(const char *name)
{
    const char *nearest = NULL;
    unsigned best = 3;
    for (unsigned i = 0; i < N_COMMANDS; i++) {
        unsigned distance = slice_distance(slice_of(name), slice_of(commands[i].name));
        if (distance < best) {
            best = distance;
            nearest = commands[i].name;
        }
    }
    if (nearest != NULL) return cli_fail(EXIT_USAGE, "no command '%s'; did you mean '%s'?", name, nearest);
    return cli_fail(EXIT_USAGE, "no command '%s'; `crossdock --help` lists them", name);
}

int main(int argc, char **argv)
{
    struct cli cli = { .instance = ".", .program = argv[0] };
    int at = 1;
    for (; at < argc && argv[at][0] == '-'; at++) {
        if (strcmp(argv[at], "-C") == 0 && at + 1 < argc) cli.instance = argv[++at];
        else if (strcmp(argv[at], "--help") == 0 || strcmp(argv[at], "-h") == 0) return usage(stdout), EXIT_FINE;
        else if (strcmp(argv[at], "--version") == 0) return puts(PACKAGE_STRING), EXIT_FINE;
        else return cli_fail(EXIT_USAGE, "unknown option '%s'; `crossdock --help` tells", argv[at]);
    }
    if (at == argc) {
        usage(stderr);
        return EXIT_USAGE;
    }
    const struct command *command = find_command(argv[at]);
    if (command == NULL) return unknown_command(argv[at]);
    cli.arena = arena_new();
    int code = command->run(&cli, command, argc - at, argv + at);
    arena_free(cli.arena);
    if (fflush(stdout) != 0 || ferror(stdout)) return cli_fail(EXIT_WORLD, "standard output could not be written");
    return code;
}
