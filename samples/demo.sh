#!/bin/sh
# demo.sh CROSSDOCK - makes a demo instance in a fresh directory, drops three interchanges, works them off and says what became of them.
#
# `./bootstrap demo` runs it; the instance is kept, so that one can go on playing with it.  Everything printed is read back from what the
# program wrote.  Exit 0 when the demo showed what it should: `run --once` itself ends with 1 here, since an order is held and one is rejected.
set -eu
export LC_ALL=C
crossdock=${1:?usage: demo.sh CROSSDOCK}
case $crossdock in /*) ;; */*) crossdock=$PWD/$crossdock ;; esac
dir=$(mktemp -d "${TMPDIR:-/tmp}/crossdock-demo.XXXXXX")/instance
base=${dir%/instance}
files="850-clean-ea-ca.edi 850-unknown-item.edi 850-wrong-se.edi"
faults=0

die() { echo "demo: $1 (everything is left in $base)" >&2; exit 1; }
# expect WHAT EXPECTED ACTUAL: the demo must not praise what did not happen.
expect() { [ "$2" = "$3" ] || { echo "demo: $1: expected $2, got $3" >&2; faults=$((faults + 1)); }; }
# attribute NAME: its value in the XML on standard input.
attribute() { sed -n "s/.* $1=\"\([^\"]*\)\".*/\1/p" | head -n 1; }
# content NAME: the text of that element, for people.
content() { sed -n "s|.*<$1>\(.*\)</$1>.*|\1|p" | sed 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&amp;/\&/g'; }
wrapped() { fold -s -w 84 | sed "s/^/$1/; s/ *$//"; }

"$crossdock" init "$dir" --demo >"$base/init.log" 2>&1 || die "no instance was made: $(cat "$base/init.log")"
for file in $files; do cp "$dir/samples/$file" "$dir/inbox/amazon/"; done
code=0
"$crossdock" -C "$dir" run --once >"$base/run.log" 2>&1 || code=$?
[ "$code" -le 1 ] || die "run --once ended with $code: $(cat "$base/run.log")"
expect "the exit code of run --once" 1 "$code"
"$crossdock" -C "$dir" order list >"$base/orders"

# ---- one file: its orders, and the answer to it ----

# say_order NUMBER: what became of it, in a line or two.
say_order() {
    state=$(awk -v number="$1" '$1 == number { print $2 }' "$base/orders")
    case $state in
        converted)
            lines=$(awk -v number="$1" '$1 == number { print $4 }' "$base/orders")
            echo "    order $1  converted: $lines lines for Prima"
            ;;
        held | rejected)
            report=$(grep -l "key=\"$1\"" "$dir"/quarantine/*/report.xml)
            echo "    order $1  $state: $(content message <"$report")"
            ;;
        *) echo "    order $1  is not known"; faults=$((faults + 1)) ;;
    esac
}

# say_answer ACKNOWLEDGEMENT: its verdict in words.
say_answer() {
    tr '~' '\n' <"$1" | awk -F'*' '
        BEGIN {
            verdict["A"] = "everything accepted"; verdict["E"] = "accepted, errors noted"; verdict["P"] = "accepted in part"; verdict["R"] = "rejected"
            set["A"] = "accepted"; set["E"] = "accepted with errors"; set["R"] = "rejected"
            why["4"] = ", its segment count is wrong"; why["5"] = ", segments in error"
        }
        $1 == "AK2" { control = $3 }
        $1 == "AK5" && $2 != "A" { detail = detail "; set " control " " set[$2] why[$3] }
        $1 == "AK9" { printf "    997 to Amazon     %s (%d of %d %s)%s\n", verdict[$2], $5, $3, $3 == 1 ? "set" : "sets", detail }'
}

say_file() {
    echo "  $1"
    for number in $(grep '^BEG' "$dir/samples/$1" | cut -d'*' -f4); do say_order "$number"; done
    control=$(sed -n 's/^GS\*PO\*[^*]*\*[^*]*\*[^*]*\*[^*]*\*\([^*]*\)\*.*/\1/p' "$dir/samples/$1")
    answer=$(grep -l "AK1\*PO\*$control~" "$dir"/outbox/amazon/*-997-*.x12 || true)
    [ -n "$answer" ] && say_answer "$answer"
    echo
}

# ---- a sales order beside the purchase order it came from ----

say_lines() {
    grep '^PO1' "$dir/samples/850-clean-ea-ca.edi" | tr -d '~' |
        awk -F'*' '{ printf "%s %s at %s|%s %s\n", $3, $4, $5 ($6 == "PE" ? " each" : " (no basis)"), $7, $8 }' >"$base/ordered"
    grep '<OrderLineData ' "$1" | sed 's/.* Product="\([^"]*\)".* Quantity="\([^"]*\)" Price="\([^"]*\)".*/\2 at \3|\1/' >"$base/converted"
    paste -d'|' "$base/ordered" "$base/converted" |
        awk -F'|' 'BEGIN { printf "    %-4s %-28s %-20s %-16s %s\n", "line", "Amazon ordered", "named by", "Prima gets", "product" }
                   { printf "    %-4d %-28s %-20s %-16s %s\n", NR, $1, $2, $3, $4 }'
}

# ---- the summary ----

echo "crossdock demo: three interchanges from Amazon, dropped in inbox/amazon/ and worked off once"
echo
cat "$base/run.log" | head -n 1 | sed 's/^/  /'
echo
echo "WHAT BECAME OF EACH FILE"
for file in $files; do say_file "$file"; done

order=$(ls "$dir"/outbox/prima/*-sales-order-4KX7Q2WA.xml 2>/dev/null || true)
[ -n "$order" ] || die "there is no sales order for 4KX7Q2WA"
echo "A SALES ORDER FOR PRIMA"
echo "  outbox/prima/${order##*/}"
say_lines "$order"
echo "  In the file, line 2 reads:"
grep '<OrderLineData ' "$order" | sed -n 2p | sed 's/^ */    /; s/ MtrxCode3.*Quantity/ … Quantity/; s/ LineReference.*LineNarrative/ … LineNarrative/; s/ Warehouse.*/ …>/'
echo "  Why 120? crossdock explain answers for every field:"
"$crossdock" -C "$dir" explain "$order" 'OrderLineData[2]/@Quantity' 2>&1 | sed "1d; s|bytes \([0-9-]*\) of .*|bytes \1 of the original|; s/^ */    /" | grep -v BEG.05
echo

echo "WAITING IN QUARANTINE"
for entry in "$dir"/quarantine/*/; do
    report=$entry/report.xml
    id=$(basename "$entry")
    content title <"$report" | wrapped "          " | sed "1s/^ */  $id  /"
    echo "          ask: $(content owner <"$report")"
    content hint <"$report" | sed 's/^/to do: /' | wrapped "          "
done
echo

what=$(awk '$2 == "converted"' "$base/orders" | wc -l)
expect "orders converted" 2 $((what))
expect "orders held" 1 $(($(awk '$2 == "held"' "$base/orders" | wc -l)))
expect "orders rejected" 1 $(($(awk '$2 == "rejected"' "$base/orders" | wc -l)))
expect "acknowledgements" 3 $(($(ls "$dir"/outbox/amazon/*-997-*.x12 | wc -l)))
expect "quarantine entries" 2 $(($(ls -d "$dir"/quarantine/*/ | wc -l)))
expect "eaches of line 2" 120 "$(grep '<OrderLineData ' "$order" | sed -n 2p | attribute Quantity)"
expect "price of line 2" 5.00 "$(grep '<OrderLineData ' "$order" | sed -n 2p | attribute Price)"

held=$(basename "$(dirname "$(grep -l ITEM-UNKNOWN "$dir"/quarantine/*/report.xml | head -n 1)")")
rm -f "$base/init.log" "$base/run.log" "$base/orders" "$base/ordered" "$base/converted"
cat <<END
WHAT TO TRY NEXT
  The instance is kept in $dir
  (it is yours: look around, break it, remove it). In this directory:

  $1 show $dir/samples/850-wrong-se.edi
  $1 -C $dir quarantine show $held
  $1 -C $dir order show 4KX7Q2WA
  xdg-open $dir/quarantine/$held/report.html

  The README says what a first hour looks like.
END
[ "$faults" = 0 ] || { echo "demo: $faults things are not as they should be" >&2; exit 1; }
