#!/bin/bash
# duplicates.t - nothing is done twice: the same interchange again, and the same purchase order in another interchange.
. "${TOP_SRCDIR:-$(dirname "$0")/../..}/tests/kit/tap.sh"
D=$work/d
demo "$D"
order PO000001 501 >"$work/a"
order PO000001 502 >"$work/b"

drop "$D" "$work/a" first
is "the first time it is converted" 0 "$(once "$D")"
drop "$D" "$work/a" again
is "the same interchange again is held" 1 "$(once "$D")"
ok "as DUPLICATE-INTERCHANGE" sh -c "'$CROSSDOCK' -C '$D' quarantine list | grep DUPLICATE-INTERCHANGE"
is "and not answered a second time" 1 "$(count "$D/outbox/amazon")"
drop "$D" "$work/b" other
is "the same order in another interchange is held" 1 "$(once "$D")"
ok "as DUPLICATE-ORDER" sh -c "'$CROSSDOCK' -C '$D' quarantine list | grep DUPLICATE-ORDER"
is "that interchange is acknowledged" 2 "$(count "$D/outbox/amazon")"
is "Prima has one order" 1 "$(count "$D/outbox/prima")"
is "control numbers differ" 2 "$(cat "$D"/outbox/amazon/* | tr '~' '\n' | grep '^ISA' | cut -d'*' -f14 | sort -u | wc -l | tr -d ' ')"
ok "the order is still converted" sh -c "'$CROSSDOCK' -C '$D' order show PO000001 | head -n 1 | grep converted"
finish
