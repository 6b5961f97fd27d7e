#!/bin/bash
# kill-random.t - 200 files flow through the daemon while it is killed with -9 at random moments: nothing is lost, nothing is done twice.
. "${TOP_SRCDIR:-$(dirname "$0")/../..}/tests/kit/tap.sh"
files=${KILL_FILES:-200}
for i in $(seq 1 "$files"); do order "$(printf 'K%07d' "$i")" $((700000 + i)) >"$work/in-$i"; done

# Outputs without what depends on the order of work: names, ids and times.
orders() { cat "$1"/outbox/prima/*.xml | sed 's/UniqueId="[^"]*"//; s/TPGUID="[^"]*"//' | grep -v '^<?xml' | sort | sha256sum; }
sent() { cat "$1"/outbox/amazon/*.x12 | tr '~' '\n' | grep '^AK' | sort | sha256sum; }

A=$work/a
demo "$A"
for i in $(seq 1 "$files"); do drop "$A" "$work/in-$i"; done
once "$A" >/dev/null

B=$work/b
demo "$B"
kills=0
"$CROSSDOCK" -C "$B" run 2>"$work/log" & daemon=$!
background=$daemon
for i in $(seq 1 "$files"); do
    drop "$B" "$work/in-$i"
    if [ $((RANDOM % 12)) = 0 ]; then
        sleep "0.0$((RANDOM % 10))"
        pkill -9 -P "$daemon" 2>/dev/null
        kill -9 "$daemon" 2>/dev/null
        wait "$daemon" 2>/dev/null
        kills=$((kills + 1))
        "$CROSSDOCK" -C "$B" run 2>>"$work/log" & daemon=$!
        background=$daemon
    fi
done
pkill -9 -P "$daemon" 2>/dev/null
kill -9 "$daemon" 2>/dev/null
wait "$daemon" 2>/dev/null
once "$B" >/dev/null
echo "# killed $kills times"

ok "the daemon was killed" test "$kills" -gt 0
is "as many sales orders" "$(count "$A/outbox/prima")" "$(count "$B/outbox/prima")"
is "with the same content" "$(orders "$A")" "$(orders "$B")"
is "the same acknowledgements" "$(sent "$A")" "$(sent "$B")"
is "no control number was used twice" "$files" "$(cat "$B"/outbox/amazon/*.x12 | tr '~' '\n' | grep '^ISA' | cut -d'*' -f14 | sort -u | wc -l | tr -d ' ')"
is "nothing is left in the inbox or in active" "0 0" "$(count "$B/inbox/amazon") $(count "$B/active")"
is "every original is in the archive" "$files" "$(find "$B/archive" -name 'in-*' | wc -l | tr -d ' ')"
is "nothing was quarantined" 0 "$(count "$B/quarantine")"
finish
