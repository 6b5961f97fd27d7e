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

# order [SED…]: a sound order as order.edi, edited.
order() {
    cat >order.edi <<'END'
ISA*00*          *00*          *ZZ*AMAZON         *ZZ*PRMV1          *260303*0915*U*00401*000000101*1*T*>~
GS*PO*AMAZON*PRMV1*20260303*0915*101*X*004010~
ST*850*0001~
BEG*00*NE*4KX7Q2WA**20260303~
REF*CR*PRMV1~
CSH*Y~
DTM*064*20260309~
DTM*063*20260316~
N1*ST**92*LTN4~
PO1*1*24*EA*18.5*PE*EN*5012345000015~
CTT*1*24~
SE*10*0001~
GE*1*101~
IEA*1*000000101~
END
    [ $# = 0 ] || sed -i "$@" order.edi
}

# ack [OPTION…]: what answers order.edi; its findings by their codes only.
ack() {
    "$CROSSDOCK_TEST" validate --ack .ack "$@" order.edi >.out 2>.err
    code=$?
    grep -o '[a-z-]* [A-Z][A-Z0-9]*-[A-Z0-9-]* ' .err | sort -u
    cat .ack
    return $code
}
