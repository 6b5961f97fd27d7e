/* cmd_order.c - `order list` and `order show PO`: where each purchase order is, with its documents and files. */
#include "cli/instance.h"

#include "base/err.h"
#include "base/json.h"
#include "trade/outstanding.h"

static const char *const order_states[] = { [ORDER_RECEIVED] = "received", [ORDER_HELD] = "held", [ORDER_CONVERTED] = "converted",
                                            [ORDER_REJECTED] = "rejected", [ORDER_REFUSED] = "rejected by partner" };
static const char *const document_states[] = { [DOC_CONVERTED] = "converted", [DOC_HELD] = "held", [DOC_REJECTED] = "rejected",
                                               [DOC_ACCEPTED] = "accepted", [DOC_SENT] = "sent" };

static void text_member(struct json *j, const char *key, slice value)
{
    json_key(j, key);
    json_text(j, value);
}

static void order_members(struct json *j, const struct order *o)
{
    char seen[21], changed[21];
    instant_iso(o->first_seen, seen);
    instant_iso(o->changed, changed);
    text_member(j, "number", o->number);
    text_member(j, "partner", o->partner);
    text_member(j, "state", slice_of(order_states[o->state]));
    text_member(j, "reason", o->reason);
    json_key(j, "lines");
    json_int(j, o->lines);
    json_key(j, "held_lines");
    json_int(j, o->held_lines);
    text_member(j, "first_seen", slice_of(seen));
    text_member(j, "changed", slice_of(changed));
}

static int list(struct cli *cli, struct store *store, bool json)
{
    struct order *orders = NULL;
    size_t count = 0;
    int err = store_orders(store, cli->arena, &orders, &count);
    if (err != 0) return cli_error("orders", err);
    struct buf text = BUF_INIT((size_t)1 << 30);
    struct json j = json_begin(&text);
    json_array(&j);
    for (size_t i = 0; i < count; i++) {
        const struct order *o = &orders[i];
        json_object(&j);
        order_members(&j, o);
        json_object_end(&j);
        if (!json)
            printf("%-22.*s %-10s %-10.*s %3u lines  %.*s  %.*s\n", SLICE_ARG(o->number), order_states[o->state], SLICE_ARG(o->partner), o->lines,
                   SLICE_ARG(instance_time(cli->arena, o->first_seen)), SLICE_ARG(o->reason));
    }
    json_array_end(&j);
    if (json) instance_json(&text);
    else buf_free(&text);
    if (!json && count == 0) puts("no purchase orders yet");
    return EXIT_FINE;
}

struct ledger {                         /* what was sent, to all partners */
    struct sent *items;
    size_t count;
};

/* What the partner said of a document that we sent. */
static void show_answer(struct cli *cli, const struct ledger *ledger, const struct document *d, struct json *j, bool json)
{
    for (size_t i = 0; i < ledger->count; i++) {
        const struct sent *s = &ledger->items[i];
        if (s->intake != d->intake || !slice_eq(s->key, d->key) || !slice_eq(s->set_control, d->set_control)) continue;
        const char *state = sent_state_name(s->state);
        slice at = s->answered ? instance_time(cli->arena, s->answered) : (slice){ 0 };
        text_member(j, "answer", slice_of(state));
        text_member(j, "answered", at);
        if (!json) printf("    %-11s %s%s%.*s\n", "answer", state, at.len ? ", " : "", SLICE_ARG(at));
        return;
    }
}

/* One document of the order, with the files that came out of it and the findings. */
static int show_document(struct cli *cli, struct store *store, const struct ledger *ledger, const struct document *d, struct json *j, bool json)
{
    struct intake intake;
    struct output *outputs = NULL;
    struct finding_row *findings = NULL;
    size_t n = 0, n_findings = 0;
    int err = store_intake_get(store, d->intake, cli->arena, &intake);
    if (err == 0) err = store_outputs(store, d->intake, false, cli->arena, &outputs, &n);
    if (err == 0) err = store_findings(store, d->intake, cli->arena, &findings, &n_findings);
    if (err != 0) return err;
    slice at = instance_time(cli->arena, d->at);
    json_object(j);
    text_member(j, "document", d->kind);
    text_member(j, "state", slice_of(document_states[d->state]));
    text_member(j, "at", at);
    text_member(j, "file", intake.name);
    text_member(j, "archive", intake.archive);
    text_member(j, "interchange", d->interchange_control);
    text_member(j, "group", d->group_control);
    text_member(j, "set", d->set_control);
    text_member(j, "quarantine", d->quarantine);
    if (!json)
        printf("\n  %.*s  %.*s %s from %.*s (interchange %.*s, group %.*s, set %.*s)\n    original    %.*s\n", SLICE_ARG(at), SLICE_ARG(d->kind),
               document_states[d->state], SLICE_ARG(intake.name), SLICE_ARG(d->interchange_control), SLICE_ARG(d->group_control),
               SLICE_ARG(d->set_control), SLICE_ARG(intake.archive));
    if (d->state == DOC_SENT) show_answer(cli, ledger, d, j, json);
    json_key(j, "files");
    json_array(j);
    for (size_t i = 0; i < n; i++) {
        bool answer = outputs[i].document == 0 && !slice_is(outputs[i].kind, "quarantine") && !slice_is(outputs[i].kind, "original");
        if (outputs[i].document != d->ordinal && !answer) continue;
        json_text(j, outputs[i].path);
        if (!json) printf("    %-11.*s %.*s\n", SLICE_ARG(outputs[i].kind), SLICE_ARG(outputs[i].path));
    }
    json_array_end(j);
    json_key(j, "findings");
    json_array(j);
    for (size_t i = 0; i < n_findings; i++) {
        const struct finding_row *f = &findings[i];
        if (f->ordinal != d->ordinal && f->ordinal != 0) continue;      /* 0: about its group, interchange or file */
        json_object(j);
        text_member(j, "code", f->code);
        text_member(j, "severity", f->severity);
        text_member(j, "message", f->message);
        text_member(j, "place", f->place);
        json_object_end(j);
        if (!json) printf("    %.*s  %.*s: %.*s\n", SLICE_ARG(f->severity), SLICE_ARG(f->code), SLICE_ARG(f->message));
    }
    json_array_end(j);
    json_object_end(j);
    return 0;
}

static int show(struct cli *cli, struct store *store, const char *number, bool json)
{
    struct order *orders = NULL;
    struct document *documents = NULL;
    struct ledger ledger = { 0 };
    size_t count = 0, n = 0;
    int err = store_orders_by_number(store, slice_of(number), cli->arena, &orders, &count);
    if (err == 0) err = store_documents(store, (slice){ 0 }, slice_of(number), cli->arena, &documents, &n);
    if (err == 0) err = store_sent_list(store, false, cli->arena, &ledger.items, &ledger.count);
    if (err != 0) return cli_error("orders", err);
    if (count == 0) return cli_fail(EXIT_USAGE, "no purchase order '%s'; `crossdock order list` lists them", number);
    struct buf text = BUF_INIT((size_t)1 << 30);
    struct json j = json_begin(&text);
    json_array(&j);
    for (size_t i = 0; i < count && err == 0; i++) {
        json_object(&j);
        order_members(&j, &orders[i]);
        if (!json)
            printf("purchase order %.*s of %.*s: %s%s%.*s\n", SLICE_ARG(orders[i].number), SLICE_ARG(orders[i].partner), order_states[orders[i].state],
                   orders[i].reason.len ? ", " : "", SLICE_ARG(orders[i].reason));
        json_key(&j, "documents");
        json_array(&j);
        for (size_t k = 0; k < n && err == 0; k++)
            if (slice_eq(documents[k].partner, orders[i].partner)) err = show_document(cli, store, &ledger, &documents[k], &j, json);
        json_array_end(&j);
        json_object_end(&j);
    }
    json_array_end(&j);
    if (json && err == 0) instance_json(&text);
    else buf_free(&text);
    return err != 0 ? cli_error("orders", err) : EXIT_FINE;
}

int cmd_order(struct cli *cli, const struct command *command, int argc, char **argv)
{
    bool json = false, done = false;
    int first = 1;
    int code = instance_options(command, argc, argv, &json, &first, &done);
    if (code != 0 || done) return code;
    const char *verb = argv[first], *number = verb ? argv[first + 1] : NULL;
    bool lists = verb != NULL && strcmp(verb, "list") == 0 && number == NULL;
    bool shows = verb != NULL && strcmp(verb, "show") == 0 && number != NULL && argv[first + 2] == NULL;
    if (!lists && !shows) return cli_fail(EXIT_USAGE, "order takes: %s", command->arguments);
    struct store *store = NULL;
    code = instance_store(cli, &store);
    if (code == 0) code = lists ? list(cli, store, json) : show(cli, store, number, json);
    store_close(store);
    return code;
}
