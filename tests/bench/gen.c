/* gen.c - makes the benchmark's data: 850 interchanges as Amazon would send them to the demo's partner, the items they order, and ship
 * notices (856, gen_856.c) as that partner would answer.
 *
 *     gen 850 [--bytes SIZE] [--lines N] [--bad N] [--seed N] OUT    one interchange: orders up to SIZE (1M, 100M), or one order of N lines
 *     gen 856 [--bytes SIZE] [--lines N] [--seed N] OUT              the same with notices; N counts their levels (HL)
 *     gen 850 --files N [--seed N] DIR                               N interchanges of one order each
 *     gen items [--seed N] OUT                                       items.csv with every item that the orders name
 *
 * Same seed, same bytes, on every machine: whole numbers only.  Order sizes follow Zipf's law on 1…200 lines; a third of the items is
 * ordered by the case.  Nothing in it gives cause to hold an order: items, units, packs, prices, addresses and check digits are right.
 * Unless --bad says otherwise: then N of 10,000 segments inside the sets are broken (break_segment). */
#include "bench/gen.h"

#include "base/gtin.h"
#include "base/slice.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_LINES = 200, DEFAULT_SEED = 850 };

static const char *const centres[] = { "LTN4", "BHX4", "EDI4", "MAN1", "LBA4", "GLA1" };
static const char *const colours[] = { "BLK", "WHT", "NVY", "RED", "GRN", "GRY" };
static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";     /* 34: no I and O */

/* ---- chance: splitmix64, and what is drawn with it ---- */

static uint64_t roll(struct dice *d)
{
    uint64_t z = d->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

/* 0 … n - 1; the bias of the modulus does not matter here. */
unsigned below(struct dice *d, unsigned n) { return (unsigned)((roll(d) >> 32) % n); }
bool chance(struct dice *d, unsigned percent) { return below(d, 100) < percent; }

/* Zipf with exponent 1: weight of k is 1/k.  Sums of 2^32/k. */
unsigned zipf(struct dice *d)
{
    static uint64_t sums[MAX_LINES + 1];
    if (!sums[1])
        for (unsigned k = 1; k <= MAX_LINES; k++) sums[k] = sums[k - 1] + (UINT64_C(1) << 32) / k;
    uint64_t at = (roll(d) >> 16) % sums[MAX_LINES];
    unsigned k = 1;
    while (sums[k] <= at) k++;
    return k;
}

/* ---- the catalogue ---- */

static void make_upc(struct item *item, unsigned number)
{
    snprintf(item->upc, sizeof item->upc, "5%010u", number * 7919u % 1000000000u);
    item->upc[11] = gs1_check_digit((slice){ item->upc, 11 });
}

static struct item make_item(struct dice *d, unsigned number)
{
    static const uint8_t packs[] = { 6, 8, 10, 12, 20, 24, 48 };
    struct item item = { .colour = colours[below(d, 6)], .pack = packs[below(d, 7)], .cents = 100 + below(d, 19900), .by_case = chance(d, 30) };
    make_upc(&item, number);
    snprintf(item.product, sizeof item.product, "P%05u", number);
    int n = snprintf(item.sku, sizeof item.sku, "%c%c%u", letters[below(d, 24)], letters[below(d, 24)], 1000 + number);
    if (chance(d, 40)) snprintf(item.sku + n, sizeof item.sku - (size_t)n, "-%.3s", item.colour);
    return item;
}

static struct item *make_catalogue(uint64_t seed)
{
    struct dice d = { seed };
    struct item *items = calloc(ITEMS, sizeof *items);
    for (unsigned i = 0; items && i < ITEMS; i++) items[i] = make_item(&d, i);
    return items;
}

static void put_items(FILE *out, const struct item *items)
{
    fputs("product,mtrx1,mtrx2,mtrx3,mtrx4,description,status,ean,upc,asin,vendor_sku,case_pack,case_gtin,unit_price,currency,valid_from,"
          "valid_to\n", out);
    for (unsigned i = 0; i < ITEMS; i++)
        fprintf(out, "%s,%s,,,,Item %u,active,,%s,,%s,%u,,%u.%02u,GBP,2020-01-01,\n", items[i].product, items[i].colour, i, items[i].upc,
                items[i].sku, items[i].pack, items[i].cents / 100, items[i].cents % 100);
}

/* ---- orders ---- */

static unsigned count_stars(const char *text)
{
    unsigned n = 0;
    for (; *text; text++) n += *text == '*';
    return n;
}

/* One thing wrong with a segment, "ID*…*…~": its name, or an element that is missing, too long, or no code, number or date. */
static void break_segment(struct maker *m, char *text, size_t room)
{
    static const char *const instead[] = { "", "QQQ", "?", "20269931", "1.2.3", "A VALUE THAT IS LONGER THAN ANY ELEMENT OF THESE SEGMENTS MAY BE, AND BY FAR" };
    const char *value = instead[below(&m->dice, sizeof instead / sizeof *instead)];
    char *star = strchr(text, '*');
    if (below(&m->dice, 6) == 0) {
        text[0] = 'Z';                                  /* no segment of that name */
        return;
    }
    for (unsigned skip = below(&m->dice, count_stars(text)); skip > 0; skip--) star = strchr(star + 1, '*');
    char *end = star + 1 + strcspn(star + 1, "*~");
    size_t rest = strlen(end), length = strlen(value);
    if ((size_t)(star + 1 - text) + length + rest + 1 > room) return;
    memmove(star + 1 + length, end, rest + 1);
    memcpy(star + 1, value, length);
}

void put(struct maker *m, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    const bool inside = strncmp(text, "ISA", 3) && strncmp(text, "GS*", 3) && strncmp(text, "GE*", 3) && strncmp(text, "IEA", 3) &&
                        strncmp(text, "ST*", 3) && strncmp(text, "SE*", 3);
    if (m->bad && inside && below(&m->dice, 10000) < m->bad) break_segment(m, text, sizeof text);
    m->bytes += strlen(text);
    m->segments++;
    fputs(text, m->out);
}

/* Eight letters; 34^7 of them before one repeats, in no visible order. */
void make_number(char number[9], unsigned order)
{
    uint64_t v = (order + 1) * UINT64_C(2654435761) % UINT64_C(52523350144);
    memcpy(number, "4", 2);
    for (int i = 7; i > 0; i--, v /= 34) number[i] = letters[v % 34];
    number[8] = 0;
}

/* R type: no zeros after the point that say nothing. */
static void format_price(char text[16], unsigned cents)
{
    if (cents % 100 == 0) snprintf(text, 16, "%u", cents / 100);
    else if (cents % 10 == 0) snprintf(text, 16, "%u.%u", cents / 100, cents % 100 / 10);
    else snprintf(text, 16, "%u.%02u", cents / 100, cents % 100);
}

/* Items ordered by the case come half with the price of an each and PE, half with the price of a case and no basis. */
static unsigned put_line(struct maker *m, unsigned line)
{
    const struct item *item = &m->items[below(&m->dice, ITEMS)];
    bool case_price = item->by_case && chance(&m->dice, 50);
    unsigned quantity = 1 + below(&m->dice, item->by_case ? 60 : 480);
    char price[16];
    format_price(price, item->cents * (case_price ? item->pack : 1));
    put(m, "PO1*%u*%u*%s*%s*%s*UP*%s*VN*%s~", line, quantity, item->by_case ? "CA" : "EA", price, case_price ? "" : "PE", item->upc, item->sku);
    return quantity;
}

static void put_order(struct maker *m, unsigned control, unsigned lines)
{
    char number[9];
    uint64_t quantity = 0;
    unsigned day = 1 + below(&m->dice, 21);
    make_number(number, m->orders++);
    m->segments = 0;
    put(m, "ST*850*%04u~", control);
    put(m, "BEG*00*%s*%s**202602%02u~", chance(&m->dice, 80) ? "NE" : "RO", number, day);
    put(m, "REF*CR*PRMV1~");
    if (chance(&m->dice, 30)) put(m, "REF*PD*PROMO%u~", below(&m->dice, 100000));
    put(m, "CSH*%s~", chance(&m->dice, 50) ? "Y" : "N");
    put(m, "DTM*064*202603%02u~", day);
    put(m, "DTM*063*202603%02u~", day + 7);
    put(m, "N1*ST**92*%s~", centres[below(&m->dice, 6)]);
    for (unsigned i = 1; i <= lines; i++) quantity += put_line(m, i);
    put(m, "CTT*%u*%" PRIu64 "~", lines, quantity);
    put(m, "SE*%u*%04u~", m->segments + 1, control);
}

static void put_head(struct maker *m, unsigned interchange)
{
    if (m->notices) {
        put_notice_head(m, interchange);
        return;
    }
    put(m, "ISA*00*          *00*          *ZZ*AMAZON         *ZZ*PRMV1          *260303*0915*U*00401*%09u*0*P*>~", interchange);
    put(m, "GS*PO*AMAZON*PRMV1*20260303*0915*%u*X*004010~", interchange);
}

static void put_tail(struct maker *m, unsigned interchange, unsigned sets)
{
    put(m, "GE*%u*%u~", sets, interchange);
    put(m, "IEA*1*%09u~", interchange);
}

/* Orders until `bytes` are written; at least one. */
static void put_interchange(struct maker *m, uint64_t bytes, unsigned lines)
{
    unsigned sets = 0;
    m->bytes = 0;
    put_head(m, 1);
    do {
        if (m->notices) put_notice(m, ++sets, lines);
        else put_order(m, ++sets, lines ? lines : zipf(&m->dice));
    } while (m->bytes < bytes);
    put_tail(m, 1, sets);
}

/* ---- the command ---- */

static int fail(const char *what)
{
    fprintf(stderr, "gen: %s: %s\n", what, strerror(errno));
    return 3;
}

static int close_out(FILE *out, const char *path)
{
    bool bad = ferror(out) != 0;
    return fclose(out) || bad ? fail(path) : 0;
}

static int make_files(struct maker *m, const char *dir, unsigned files)
{
    if (mkdir(dir, 0777) && errno != EEXIST) return fail(dir);
    for (unsigned i = 1; i <= files; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/850-%06u.edi", dir, i);
        m->out = fopen(path, "w");
        if (!m->out) return fail(path);
        put_head(m, i);
        put_order(m, 1, zipf(&m->dice));
        put_tail(m, i, 1);
        if (close_out(m->out, path)) return 3;
    }
    return 0;
}

static int make_one(struct maker *m, const char *path, bool items, uint64_t bytes, unsigned lines)
{
    m->out = fopen(path, "w");
    if (!m->out) return fail(path);
    if (items) put_items(m->out, m->items);
    else put_interchange(m, bytes, lines);
    return close_out(m->out, path);
}

static uint64_t read_size(const char *text)
{
    char *end;
    uint64_t n = strtoull(text, &end, 10);
    return *end == 'K' ? n * 1000 : *end == 'M' ? n * 1000000 : *end == 'G' ? n * 1000000000 : n;
}

int main(int argc, char **argv)
{
    uint64_t bytes = 0, lines = 0, files = 0, bad = 0, seed = DEFAULT_SEED;
    const struct { const char *name; uint64_t *value; } options[] = {
        { "--bytes", &bytes }, { "--lines", &lines }, { "--files", &files }, { "--bad", &bad }, { "--seed", &seed },
    };
    bool items = argc > 1 && !strcmp(argv[1], "items"), notices = argc > 1 && !strcmp(argv[1], "856");
    int at = 2;
    for (size_t i = 0; i < sizeof options / sizeof *options && at + 2 < argc; i++) {
        if (strcmp(argv[at], options[i].name)) continue;
        *options[i].value = read_size(argv[at + 1]);
        at += 2;
        i = (size_t)-1;         /* options in any order: look from the first again */
    }
    if (at + 1 != argc || (!items && !notices && strcmp(argv[1], "850")) || (files && notices)) {
        fputs("usage: gen 850 [--bytes SIZE | --lines N | --files N] [--bad N] [--seed N] OUT | gen 856 [--bytes SIZE | --lines N] [--seed N] OUT |"
              " gen items [--seed N] OUT\n", stderr);
        return 2;
    }
    struct maker m = { .dice = { ~seed }, .items = make_catalogue(seed), .bad = (unsigned)bad, .notices = notices };
    if (!m.items) return 3;
    int status = files ? make_files(&m, argv[at], (unsigned)files) : make_one(&m, argv[at], items, bytes, (unsigned)lines);
    free((void *)m.items);
    return status;
}
