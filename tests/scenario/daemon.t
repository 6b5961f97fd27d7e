#!/bin/bash
# daemon.t - `run` in the foreground: seen within a second, stopped cleanly, reloaded, and a worker's death charged to its file only.
. "${TOP_SRCDIR:-$(dirname "$0")/../..}/tests/kit/tap.sh"
D=$work/d
demo "$D"
start() { "$1" -C "$D" run 2>>"$work/log" & daemon=$!; background=$daemon; }
# until SECONDS COMMAND…: waits for the command to succeed.
until_() { limit=$(($1 * 50)); shift; while ! "$@" >/dev/null 2>&1; do limit=$((limit - 1)); [ "$limit" -gt 0 ] || return 1; sleep 0.02; done; }
orders_are() { [ "$(count "$D/outbox/prima")" = "$1" ]; }
logged() { grep -q "$1" "$work/log"; }

start "$CROSSDOCK"
ok "it starts" until_ 10 logged running
sleep 0.5
order PO000031 531 >"$work/a"
begin=$(date +%s%N)
cp "$work/a" "$D/inbox/amazon/.a" && mv "$D/inbox/amazon/.a" "$D/inbox/amazon/a"
ok "a dropped file is converted" until_ 10 orders_are 1
ms=$((($(date +%s%N) - begin) / 1000000))
echo "# it took $ms ms"
ok "soon enough (a second, with room for a busy machine)" test "$ms" -lt 3000

kill -HUP "$daemon"
ok "HUP loads the settings anew" until_ 10 logged "settings loaded anew"
cp "$D/crossdock.xml" "$work/good.xml"
echo '<crossdock><nonsense/></crossdock>' >"$D/crossdock.xml"
kill -HUP "$daemon"
ok "bad settings are refused, the old stay" until_ 10 logged "old settings stay"
order PO000032 532 >"$work/b"
drop "$D" "$work/b"
ok "and work goes on" until_ 10 orders_are 2
cp "$work/good.xml" "$D/crossdock.xml"

kill -TERM "$daemon"
wait "$daemon"
is "TERM stops it with 0" 0 "$?"
is "no worker is left" "" "$(pgrep -P "$daemon")$(ps -eo args | grep "[c]rossdock -C $D run")"

if [ -x "$CROSSDOCK_TEST" ]; then
    order PO000033 533 >"$work/c"
    drop "$D" "$work/c" poison
    CROSSDOCK_CRASH_ON=holding
    export CROSSDOCK_CRASH_ON
    start "$CROSSDOCK_TEST"
    ok "a file that kills its worker is charged" until_ 10 logged "died while it held"
    ok "a file that kills its worker three times goes to quarantine" until_ 60 sh -c "'$CROSSDOCK' -C '$D' quarantine list | grep WORKER-DIED"
    kill -TERM "$daemon" 2>/dev/null
    wait "$daemon" 2>/dev/null
    unset CROSSDOCK_CRASH_ON
fi

order PO000034 534 >"$work/e"
for i in 1 2 3 4; do
    start "$CROSSDOCK"
    drop "$D" "$work/e" innocent
    sleep "0.0$i"
    pkill -9 -P "$daemon" 2>/dev/null & kill -9 "$daemon" 2>/dev/null
    wait "$daemon" 2>/dev/null
    [ -e "$D/inbox/amazon/innocent" ] || break
done
once "$D" >/dev/null
ok "the death of the whole daemon is charged to nobody" sh -c "! '$CROSSDOCK' -C '$D' quarantine list | grep innocent"
ok "and its file is converted" until_ 5 sh -c "'$CROSSDOCK' -C '$D' order show PO000034 | grep -q converted"
finish
