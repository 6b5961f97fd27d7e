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

# answered [SED…]: an instance d with the order of `order`, and the 855 that we sent for it (group 2), edited before.
answered() {
    instance 's#</agreement>#<document set="855" release="004010"/></agreement>#'
    order; drop order.edi; once
    response "$@"
    "$CROSSDOCK_TEST" -C d send amazon response.edi
}

# response [SED…]: an answer to that order as response.edi, edited.
response() {
    cat >response.edi <<'END'
ISA*00*          *00*          *ZZ*PRMV1          *ZZ*AMAZON         *260303*1130*U*00401*000000201*0*T*>~
GS*PR*PRMV1*AMAZON*20260303*1130*201*X*004010~
ST*855*0001~
BAK*00*AC*4KX7Q2WA*20260303~
PO1*1*24*EA*18.5*PE*EN*5012345000015~
CTP**NET*18.5~
ACK*IA*24*EA*068*20260310~
CTT*1*24~
SE*7*0001~
GE*1*201~
IEA*1*000000201~
END
    [ $# = 0 ] || sed -i "$@" response.edi
}

# reply NUMBER SEGMENT…: the partner's 997 with these segments (997: form=999 for another), worked off.
reply() {
    number=$1; shift
    { printf 'ISA*00*          *00*          *ZZ*AMAZON         *ZZ*PRMV1          *260303*0915*U*00401*000000%s*0*T*>~\n' "$number"
      printf 'GS*FA*AMAZON*PRMV1*20260303*0915*%s*X*004010~\nST*997*0001~\n' "$number"
      printf '%s~\n' "$@"
      printf 'SE*%s*0001~\nGE*1*%s~\nIEA*1*000000%s~\n' $(($# + 2)) "$number" "$number"
    } >reply.edi
    drop reply.edi amazon "reply$number"
    "$CROSSDOCK_TEST" -C d run --once
}
ta1() {
    { printf 'ISA*00*          *00*          *ZZ*AMAZON         *ZZ*PRMV1          *260303*0915*U*00401*000000%s*0*T*>~\n' "$1"
      printf '%s~\nIEA*0*000000%s~\n' "$2" "$1"
    } >reply.edi
    drop reply.edi amazon "ta1$1"
    "$CROSSDOCK_TEST" -C d run --once
}
# outcome: the ledger, and the findings that tell how an answer was taken.
outcome() {
    "$CROSSDOCK_TEST" -C d sent
    "$CROSSDOCK_TEST" -C d order show 4KX7Q2WA 2>/dev/null | grep -e ^purchase -e 'ACK-'
    held
}
