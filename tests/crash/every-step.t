#!/bin/bash
# every-step.t - the process is killed at each of its steps in turn; the next run must end with what an undisturbed run gives (E1…E4).
. "${TOP_SRCDIR:-$(dirname "$0")/../..}/tests/kit/tap.sh"
[ -x "$CROSSDOCK_TEST" ] || skip_all "no test build"
export CROSSDOCK_FAKE_TIME=1774000000

prepare() {
    rm -rf "$1"
    "$CROSSDOCK_TEST" init "$1" --demo >/dev/null 2>&1 || exit 99
    drop "$1" "$SAMPLES/850-wrong-se.edi" a
    drop "$1" "$SAMPLES/850-unknown-item.edi" b
    drop "$1" "$SAMPLES/850-clean-ea-ca.edi" c
}
# Everything a person or program outside could see, with contents.
picture() {
    (cd "$1" && find outbox quarantine archive inbox active -type f | sort | while read -r f; do printf '%s %s\n' "$f" "$(sha256sum <"$f")"; done)
    "$CROSSDOCK" -C "$1" order list --json | sed 's/"\(first_seen\|changed\)":"[^"]*"//g'
    "$CROSSDOCK" -C "$1" quarantine list --json
    "$CROSSDOCK" -C "$1" status
}
run() { "$CROSSDOCK_TEST" -C "$1" run --once >/dev/null 2>&1; }

D=$work/d
prepare "$D"
run "$D"
picture "$D" >"$work/undisturbed"
prepare "$D"
CROSSDOCK_CRASH_LOG=$work/steps CROSSDOCK_CRASH_AT=0 run "$D"
picture "$D" >"$work/again"
ok "two undisturbed runs give the same" diff "$work/undisturbed" "$work/again"
steps=$(wc -l <"$work/steps" | tr -d ' ')
ok "there are enough steps to be worth it" test "$steps" -ge 15

for n in $(seq 1 "$steps"); do
    prepare "$D"
    (CROSSDOCK_CRASH_AT=$n run "$D") 2>/dev/null
    run "$D"
    picture "$D" >"$work/after"
    ok "killed at step $n ($(sed -n "${n}s/^[0-9]* //p" "$work/steps")), the next run ends the same" diff "$work/undisturbed" "$work/after"
done
finish
