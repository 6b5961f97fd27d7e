# helpers.sh - what golden cases share; run.t reads it into the shell of every case.

# What is printed must not depend on the day: 20 March 2026, 09:46:40 UTC.  Only the test build has a clock that can be set.
export CROSSDOCK_FAKE_TIME=1774000000

# findings FILE… [--guide NAME]
findings() { "$CROSSDOCK" validate "$@"; }

# answer FILE [--guide NAME]: the findings, then the 997 that answers.
answer() {
    "$CROSSDOCK_TEST" validate --ack .997 "$@"
    code=$?
    cat .997
    return $code
}

# instance [SED…]: the demo's instance as d, its agreement edited.
instance() {
    "$CROSSDOCK_TEST" init d --demo >.init || { cat .init; exit 99; }
    [ $# = 0 ] || sed -i "$@" d/partners/amazon.xml
}

# drop FILE [INBOX [NAME]]: there since long ago, so that it is taken at once.
drop() { cp "$1" d/.part && touch -d 2020-01-01 d/.part && mv d/.part "d/inbox/${2:-amazon}/${3:-$(basename "$1")}"; }

# once [run|check]: work everything off without a word; the exit code is the run's.
once() { "$CROSSDOCK_TEST" -C d run --once >.run 2>.log; code=$?; [ $code -lt 2 ] || cat .run .log; return $code; }
held() { "$CROSSDOCK_TEST" -C d quarantine list; }
