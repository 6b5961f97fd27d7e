#!/bin/bash
# items.t - the item master through inbox/prima: replaced as a whole, or not at all.
. "${TOP_SRCDIR:-$(dirname "$0")/../..}/tests/kit/tap.sh"
D=$work/d
demo "$D"
head=$(head -n 1 "$SAMPLES/items.csv")
drop_items() { cp "$1" "$D/inbox/prima/items.csv"; }

printf '%s\nNEW-1,RED,M,,,a new item,active,5012345099990,,,,12,,18.50,GBP,2020-01-01,\n' "$head" >"$work/bad.csv"
sum=$(printf '%s' 501234509999 | awk '{s=0; for(i=1;i<=12;i++) s+=substr($0,i,1)*(i%2?1:3); print (10-s%10)%10}')
printf '%s\nNEW-1,RED,M,,,a new item,active,501234509999%s,,,,12,,18.50,GBP,2020-01-01,\n' "$head" "$sum" >"$work/new.csv"
[ "$sum" = 0 ] && printf '%s\nNEW-1,RED,M,,,a new item,active,5012345099991,,,,12,,18.50,GBP,2020-01-01,\n' "$head" >"$work/bad.csv"

drop_items "$work/bad.csv"
is "a master with a wrong check digit is refused" 1 "$(once "$D")"
order PO000021 521 >"$work/old"
drop "$D" "$work/old"
is "and the old one is still in use" 0 "$(once "$D")"

drop_items "$work/new.csv"
order PO000022 522 "s/5012345000015/501234509999$sum/" >"$work/new"
cp "$work/new" "$D/inbox/amazon/.new" && mv "$D/inbox/amazon/.new" "$D/inbox/amazon/new"
is "a new master and an order for its item, dropped together, both go through" 0 "$(once "$D")"
order PO000023 523 >"$work/old2"
drop "$D" "$work/old2"
is "an item that the new master lacks is unknown" 1 "$(once "$D")"
ok "as ITEM-UNKNOWN" sh -c "'$CROSSDOCK' -C '$D' quarantine list | grep ITEM-UNKNOWN"
finish
