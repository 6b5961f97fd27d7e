#!/bin/bash
# conformance.t - X12 that other people wrote: read or refused with a finding at its place, in time, never with a crash; and compared.
#
# The files are not part of the source tree: $CROSSDOCK_CORPUS, else ../shared/corpus beside it, is a folder with a MANIFEST.tsv whose first
# column is a file's name and whose sixth its format.  With python3 compare.py then holds the results against an independent envelope checker,
# $CROSSDOCK_TOOLS, else ../shared/tools, and against what was decided in verdicts.tsv and refusals.tsv.  Without the folder there is nothing
# to do.  The table at the end is for quoting.
. "${TOP_SRCDIR:-$(dirname "$0")/../..}/tests/kit/tap.sh"
corpus=${CROSSDOCK_CORPUS:-$TOP_SRCDIR/../shared/corpus}
tools=${CROSSDOCK_TOOLS:-$TOP_SRCDIR/../shared/tools}
amazon=$TOP_SRCDIR/../shared/product/amazon-samples
here=$TOP_SRCDIR/tests/conformance
limit=20
[ -r "$corpus/MANIFEST.tsv" ] || skip_all "no corpus at ${CROSSDOCK_CORPUS:-../shared/corpus}"
mkdir "$work/results"

# examine N NAME: what both commands say of a file, and their exit codes.
examine() {
    local validated shown
    timeout $limit "$CROSSDOCK" validate --json "$corpus/$2" >"$work/results/$1.json" 2>"$work/results/$1.err"
    validated=$?
    timeout $limit "$CROSSDOCK" show "$corpus/$2" >/dev/null 2>>"$work/results/$1.err"
    shown=$?
    echo $validated $shown >"$work/results/$1.exit"
}

# ended_well N: both ended by themselves, in time and without a sanitizer's report, and what was refused has a place.
ended_well() {
    local validated shown
    read -r validated shown <"$work/results/$1.exit"
    if [ "$validated" -gt 1 ] || [ "$shown" -gt 1 ] || { [ -s "$work/results/$1.err" ] && grep -qE 'Sanitizer|runtime error|broken promise' "$work/results/$1.err"; }; then
        echo "validate: exit $validated, show: exit $shown (124: the limit of $limit s)"
        head -n 20 "$work/results/$1.err"
        return 1
    fi
    [ "$validated" = 0 ] || grep -q '"offset":[0-9]' "$work/results/$1.json" || { echo "refused without a place"; return 1; }
}

awk -F '\t' 'NR > 1 && $6 ~ /^X12/ { print $1 }' "$corpus/MANIFEST.tsv" >"$work/names"
n=0
while IFS= read -r name; do
    n=$((n + 1))
    examine $n "$name" &
    [ $((n % 4)) != 0 ] || wait
done <"$work/names"
wait

n=0
while IFS= read -r name; do
    n=$((n + 1))
    ok "$name" ended_well $n
done <"$work/names"
ok "there are X12 files in it" test "$n" -gt 0

for file in "$amazon"/*.edi; do
    [ -r "$file" ] || continue
    ok "Amazon's $(basename "$file") is sound" "$CROSSDOCK" validate "$file" --guide amazon
done

if command -v python3 >/dev/null && [ -r "$tools/x12check.py" ]; then
    python3 "$here/compare.py" "$corpus" "$tools" "$work/results" "$here/verdicts.tsv" "$here/refusals.tsv" >"$work/compared" 2>&1
    compared=$?
    for part in envelope places refusals; do
        grep "^$part: " "$work/compared" >"$work/$part"
        ok "$part: what differs is decided" diff /dev/null "$work/$part"
    done
    is "compared to the end" 0 "$compared"
    grep '^table: ' "$work/compared" | sed 's/^table: /# /' || sed 's/^/# /' "$work/compared"
else
    echo "# no python3, or no x12check.py: nothing is compared"
fi
finish
