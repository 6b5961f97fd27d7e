#!/bin/sh
# check.sh - the shipped schemas are well-formed, have the shapes we publish for them, and the sales order's XSD lets the sound order pass
# and each fault of sales-order.faults fail.
#
#   tests/schemas/check.sh [SOURCE-TREE]
#
# Exit 0 sound, 1 not, 77 when there is no xmllint.
set -u
top=${1:-${TOP_SRCDIR:-$(dirname "$0")/../..}}
here=$top/tests/schemas
command -v xmllint >/dev/null || { echo "1..0 # SKIP no xmllint"; exit 77; }
bad=0 n=0

verdict() { # verdict STATUS WORDS
    n=$((n + 1))
    if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; bad=1; fi
}

shape() { # shape RNG FILE…
    rng=$top/schemas/crossdock/$1.rng
    shift
    for file in "$@"; do
        xmllint --noout --nonet --relaxng "$rng" "$file" >/dev/null 2>&1
        verdict $? "$(basename "$rng") describes ${file#"$top"/}"
    done
}

shape grammar "$top"/schemas/x12/*/[0-9]*.xml
shape dictionary "$top"/schemas/x12/*/segments.xml "$top"/schemas/x12/*/envelope.xml
shape codes "$top"/schemas/x12/*/codes.xml
shape guide "$top"/schemas/amazon/*.xml
shape layout "$top"/schemas/prima/*.xml
shape map "$top"/maps/*/*.xml
for file in "$top"/maps/*/tests/*.xml; do       # beside tests there are records of Prima, which they read
    if grep -q '<tests' "$file"; then shape map "$file"; fi
done

xsd=$top/schemas/prima/sales-order.xsd
xmllint --noout --nonet --schema "$xsd" "$here/sales-order.xml" >/dev/null 2>&1
verdict $? "a sound order passes"
faulty=$(mktemp)
while IFS= read -r row; do
    case $row in '' | '#'*) continue ;; esac
    name=$(printf '%s\n' "$row" | sed 's/   *.*//')
    LC_ALL=C sed "$(printf '%s\n' "$row" | sed 's/.*   *//')" "$here/sales-order.xml" >"$faulty"
    if cmp -s "$faulty" "$here/sales-order.xml"; then
        verdict 1 "$name: the edit changed nothing"
        continue
    fi
    xmllint --noout --nonet --schema "$xsd" "$faulty" >/dev/null 2>&1
    test $? = 3    # xmllint's word for "does not conform"; 1 is "not well-formed", which would prove nothing
    verdict $? "$name is refused"
done <"$here/sales-order.faults"
rm -f "$faulty"
echo "1..$n"
exit $bad
