#!/bin/bash
# corpus.t - purchase orders that other people wrote: each is read or refused with a finding at a place, within seconds, never with a crash.
#
# The files are not part of the source tree: $CROSSDOCK_CORPUS, else ../shared/corpus beside it, is a folder with a MANIFEST.tsv whose first
# column is a file's name and whose eighth the transaction sets in it.  Without the folder there is nothing to do.
. "${TOP_SRCDIR:-$(dirname "$0")/../..}/tests/kit/tap.sh"
corpus=${CROSSDOCK_CORPUS:-$TOP_SRCDIR/../shared/corpus}
amazon=$TOP_SRCDIR/../shared/product/amazon-samples
[ -r "$corpus/MANIFEST.tsv" ] || skip_all "no corpus at ${CROSSDOCK_CORPUS:-../shared/corpus}"
files=0 sound=0 noted=0 refused=0
: >"$work/codes"

# Did the command end by itself, in time, and without a sanitizer's report?
ended_well() { [ "$1" -le 1 ] && ! grep -qE 'Sanitizer|runtime error|broken promise' "$2"; }
# has_place FINDINGS: at least one finding says which byte it is about.
has_place() { grep -q '"offset":[0-9]' "$1"; }

# read_file NAME: validates and shows it.
read_file() {
    timeout 10 "$CROSSDOCK" validate --json "$corpus/$1" >"$work/findings" 2>"$work/err1"
    validated=$?
    timeout 10 "$CROSSDOCK" show "$corpus/$1" >"$work/shown" 2>"$work/err2"
    shown=$?
    ended_well $validated "$work/err1" || { echo "validate: exit $validated"; head -n 20 "$work/err1"; return 1; }
    ended_well $shown "$work/err2" || { echo "show: exit $shown"; head -n 20 "$work/err2"; return 1; }
    [ $validated = 0 ] || has_place "$work/findings" || { echo "refused without a place:"; cat "$work/findings"; return 1; }
}

# tally: counts the file that was read last.
tally() {
    files=$((files + 1))
    grep -o '"code":"[A-Z0-9-]*","severity":"[a-z-]*"' "$work/findings" >"$work/found"
    sed 's/"code":"\([^"]*\)","severity":"\([^"]*\)"/\1 \2/' "$work/found" | sort | uniq -c >>"$work/codes"
    if [ "$validated" = 1 ]; then refused=$((refused + 1)); elif [ -s "$work/found" ]; then noted=$((noted + 1)); else sound=$((sound + 1)); fi
}

while IFS= read -r name; do
    ok "$name" read_file "$name"
    tally
done < <(awk -F '\t' 'NR > 1 && $8 ~ /(^|[^0-9])850([^0-9]|$)/ { print $1 }' "$corpus/MANIFEST.tsv")
ok "there are purchase orders in it" test "$files" -gt 0

for file in "$amazon"/*.edi; do
    grep -qE 'ST\*(850|997)\*' "$file" 2>/dev/null || continue
    ok "Amazon's $(basename "$file") is sound" "$CROSSDOCK" validate "$file" --guide amazon
done

echo "# files $files: sound $sound, read with findings $noted, refused $refused"
echo "# files  places  finding"
awk '{ files[$2 " " $3]++; places[$2 " " $3] += $1 } END { for (f in files) printf "# %5d  %6d  %s\n", files[f], places[f], f }' "$work/codes" | sort -k4
finish
