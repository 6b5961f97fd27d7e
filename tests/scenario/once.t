#!/bin/bash
# once.t - `run --once`, from a dropped file to what people find afterwards.
. "${TOP_SRCDIR:-$(dirname "$0")/../..}/tests/kit/tap.sh"
D=$work/d
demo "$D"

drop "$D" "$SAMPLES/850-clean-ea-ca.edi"
is "a clean order ends with 0" 0 "$(once "$D")"
is "one sales order is written" 1 "$(count "$D/outbox/prima")"
is "one 997 is written" 1 "$(ls "$D/outbox/amazon" | grep -c 'Z-[0-9]*-997-[0-9]\{9\}\.x12$')"
is "the inbox is empty" 0 "$(count "$D/inbox/amazon")"
is "nothing is left in active" 0 "$(count "$D/active")"
ok "the original is in the archive, byte for byte" cmp "$SAMPLES/850-clean-ea-ca.edi" "$(find "$D/archive" -name 850-clean-ea-ca.edi)"
ok "what was sent is in the archive too" test -n "$(find "$D/archive" -name '*-sales-order-*.xml')"
ok "the sales order conforms to the XSD" xmllint --noout --schema "$TOP_SRCDIR/schemas/prima/sales-order.xsd" "$D"/outbox/prima/*.xml
ok "the 997 validates" "$CROSSDOCK" validate "$D"/outbox/amazon/*-997-*.x12
ok "the 997 accepts" grep -q '^AK5\*A~\|AK5\*A~' "$D"/outbox/amazon/*-997-*.x12

drop "$D" "$SAMPLES/850-unknown-item.edi"
is "an order with an unknown item ends with 1" 1 "$(once "$D")"
is "no second sales order appears" 1 "$(count "$D/outbox/prima")"
is "its 997 still accepts it" 2 "$(cat "$D"/outbox/amazon/*-997-* | grep -o 'AK5\*A~' | wc -l | tr -d ' ')"
ok "quarantine names the reason" sh -c "'$CROSSDOCK' -C '$D' quarantine list | grep ITEM-UNKNOWN"
entry=$("$CROSSDOCK" -C "$D" quarantine list | awk '{print $1; exit}')
for f in original report.xml report.txt report.html document.x12; do ok "the entry has $f" test -s "$D/quarantine/$entry/$f"; done
ok "the entry's original is what was received" cmp "$SAMPLES/850-unknown-item.edi" "$D/quarantine/$entry/original"
ok "quarantine show prints the report" sh -c "'$CROSSDOCK' -C '$D' quarantine show '$entry' | grep -q ITEM-UNKNOWN"

drop "$D" "$SAMPLES/850-wrong-se.edi"
is "a wrong SE count ends with 1" 1 "$(once "$D")"
is "its good neighbour was converted" 2 "$(count "$D/outbox/prima")"
ok "the 997 rejects one of two sets" grep -q 'AK9\*P\*2\*2\*1~' "$D"/outbox/amazon/*
ok "the reason is the count" sh -c "'$CROSSDOCK' -C '$D' quarantine list | grep X12-SE01-COUNT"

is "nothing to do ends with 0" 0 "$(once "$D")"
ok "order list knows held and converted orders" sh -c "'$CROSSDOCK' -C '$D' order list | grep -q held && '$CROSSDOCK' -C '$D' order list | grep -q converted"
ok "status counts them" sh -c "'$CROSSDOCK' -C '$D' status | grep '2  orders converted'"
ok "status --json is JSON" sh -c "'$CROSSDOCK' -C '$D' status --json | grep -q '\"converted\":2'"
# Many files are shared among several processes, and told of as if it had been one.
M=$work/many
demo "$M"
for i in $(seq 150); do order "$(printf 'MANY%04d' "$i")" $((800000 + i)) >"$work/many.edi"; drop "$M" "$work/many.edi" "many-$i.edi"; done
order HELD0001 800999 | sed 's/5012345000015/5012345007779/' >"$work/many.edi"
drop "$M" "$work/many.edi"
is "among many files one is held" 1 "$(once "$M")"
is "the summary counts what all processes did" "151 files, 150 orders converted, 1 order held, 151 acknowledgements written" "$(head -n 1 "$work/.stdout")"
is "every order is there once" 150 "$(cat "$M"/outbox/prima/*.xml | grep -o ' OrderNumber="MANY[0-9]*"' | sort -u | wc -l | tr -d ' ')"
is "no control number was used twice" 151 "$(cat "$M"/outbox/amazon/*.x12 | tr '~' '\n' | grep '^ISA' | cut -d'*' -f14 | sort -u | wc -l | tr -d ' ')"
is "nothing is left in active" 0 "$(count "$M/active")"
finish
