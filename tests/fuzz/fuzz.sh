#!/bin/bash
# fuzz.sh - builds the fuzz targets with clang's libFuzzer and runs each for FUZZ_TIME seconds (default 60) from its corpus.
#
#   TOP_SRCDIR and TOP_BUILDDIR as in `make fuzz`; T=scan runs one target; new finds are left in TOP_BUILDDIR/fuzz/finds and named.
set -u
src=$(cd "${TOP_SRCDIR:-.}" && pwd)
build=$(cd "${TOP_BUILDDIR:-build}" && pwd)/fuzz
seconds=${FUZZ_TIME:-60}
cc=$(command -v clang || command -v clang-14) || { echo "fuzz: clang is needed (Debian: clang-14 libclang-rt-14-dev)" >&2; exit 2; }
mkdir -p "$build/finds"
if [ ! -f "$build/Makefile" ]; then
    (cd "$build" && "$src/configure" --quiet CC="$cc" CFLAGS="-g -O1 -fsanitize=fuzzer-no-link" --enable-fuzzers --enable-sanitizers) || exit 2
fi
targets=$(cd "$src/tests/fuzz" && ls fuzz_*.c | sed 's/\.c$//')
[ -n "${T:-}" ] && targets=fuzz_$T
make -C "$build" -s --no-print-directory -j"$(nproc)" $(for t in $targets; do echo "tests/fuzz/$t"; done) || exit 2
bad=0
for t in $targets; do
    name=${t#fuzz_}
    mkdir -p "$build/corpus-$name"
    log=$build/$t.log
    if "$build/tests/fuzz/$t" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$build/finds/$name-" "$build/corpus-$name" "$src/tests/fuzz/corpus/$name" >"$log" 2>&1; then
        echo "fuzz: $name $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") executions, clean"
    else
        bad=1
        echo "fuzz: $name FAILED, see $log"
        tail -n 30 "$log"
        ls "$build/finds/$name-"* 2>/dev/null | sed "s|.*|fuzz: keep the find with: cp & $src/tests/fuzz/corpus/$name/|"
    fi
done
exit $bad
