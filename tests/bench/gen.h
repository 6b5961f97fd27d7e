/* gen.h - what the files of the generator share: chance, the catalogue, and a segment put out. */
#ifndef BENCH_GEN_H
#define BENCH_GEN_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { ITEMS = 5000 };

struct dice {
    uint64_t state;
};

struct item {
    char upc[13], sku[16], product[16];
    const char *colour;
    unsigned pack, cents;
    bool by_case;
};

struct maker {
    FILE *out;
    struct dice dice;
    const struct item *items;
    uint64_t bytes;             /* written so far */
    unsigned orders;            /* made so far, over all files: numbers never repeat */
    unsigned segments;          /* of the current set */
    unsigned bad;               /* of 10,000 segments */
    bool notices;               /* 856, not 850 */
    unsigned serial;            /* of cartons and pallets */
};

unsigned below(struct dice *d, unsigned n);
bool chance(struct dice *d, unsigned percent);
unsigned zipf(struct dice *d);
void put(struct maker *m, const char *format, ...) __attribute__((format(printf, 2, 3)));
void make_number(char number[9], unsigned order);

/* gen_856.c: an interchange's first segments; a notice of so many levels, 0: as it comes. */
void put_notice_head(struct maker *m, unsigned interchange);
void put_notice(struct maker *m, unsigned control, unsigned levels);

#endif
