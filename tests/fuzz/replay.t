#!/bin/bash
# replay.t - every fuzz target over its corpus: seeds and past finds.
. "${TOP_SRCDIR:-$(dirname "$0")/../..}/tests/kit/tap.sh"
TOP_BUILDDIR=${TOP_BUILDDIR:-$(dirname "$CROSSDOCK")}
for source in "$TOP_SRCDIR"/tests/fuzz/fuzz_*.c; do
    target=$(basename "$source" .c)
    corpus=$TOP_SRCDIR/tests/fuzz/corpus/${target#fuzz_}
    ok "$target holds its property over its corpus" "$TOP_BUILDDIR/tests/fuzz/$target" "$corpus"
done
finish
