#!/bin/sh
# bench.sh - all figures of the benchmark, each on a line "bench: NAME VALUE UNIT".
#
# Needs TOP_SRCDIR and TOP_BUILDDIR (default: the current directory).  Data goes to BUILD/bench-data and is made once; delete it to make it
# anew.  BENCH_ROUNDS (default 7) says how often the in-process figures are taken, BENCH_FILES (default 10000) how many small files.
set -eu
src=$(cd "${TOP_SRCDIR:-.}" && pwd)
build=$(cd "${TOP_BUILDDIR:-.}" && pwd)
rounds=${BENCH_ROUNDS:-7}
count=${BENCH_FILES:-10000}
data=$build/bench-data
gen=$build/tests/bench/gen
bench=$build/tests/bench/bench
crossdock=$build/crossdock
batch=8

say() { echo "bench.sh: $*" >&2; }

# A program changed since the data was made means other data.
make_data() {
    [ "$data/made" -nt "$gen" ] && return
    say "making data in $data"
    rm -rf "$data"
    mkdir -p "$data"
    "$gen" items "$data/items.csv"
    for size in 1M 10M 100M; do "$gen" 850 --bytes $size "$data/850-$size.edi"; done
    "$gen" 850 --lines 100000 "$data/850-long.edi"
    "$gen" 850 --bytes 100M --bad 100 "$data/850-dirty.edi"
    "$gen" 856 --bytes 100M "$data/856-100M.edi"
    "$gen" 856 --lines 200000 "$data/856-long.edi"
    "$gen" 850 --files "$count" "$data/small"
    : >"$data/made"
}

# A demo instance with the benchmark's items instead of its own.
make_instance() {
    rm -rf "$data/instance"
    "$crossdock" init "$data/instance" --demo >/dev/null
    find "$data/instance/inbox" -type f -exec rm -f {} +
    cp "$data/items.csv" "$data/instance/inbox/prima/"
    "$crossdock" -C "$data/instance" run --once >/dev/null
}

[ -x "$crossdock" ] || { say "no $crossdock: build first"; exit 2; }
make_data
make_instance
echo "bench: # $(uname -sr), $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores"

"$bench" speed "$data/instance" "$src" "$data" "$rounds"

translate="$crossdock -C $data/instance translate --map amazon-prima/850-sales-order"
"$bench" rss rss-1mb $translate "$data/850-1M.edi"
"$bench" rss rss-100mb $translate "$data/850-100M.edi"
"$bench" wall startup 21 "$crossdock" validate "$data/small/850-000001.edi"

# The limit before and after, since the disk drifts most; the ratio is to the one after.
"$bench" journal files-limit-before "$data/small" "$data/journal" $batch
cp "$data"/small/*.edi "$data/instance/inbox/amazon/"
"$bench" files files "$count" "$crossdock" -C "$data/instance" run --once | tee "$data/files.out"
"$bench" journal files-limit "$data/small" "$data/journal" $batch | tee "$data/limit.out"
awk 'NR == FNR { files = $3; next } { printf "bench: files-ratio %.3f x-files-limit\n", files / $3 }' "$data/files.out" "$data/limit.out"
made=$(find "$data/instance/outbox/prima" -name '*-sales-order-*.xml' | wc -l)
[ "$made" = "$count" ] || { say "$made of $count orders were converted"; exit 1; }
