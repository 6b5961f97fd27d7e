# tap.sh - what the shell tests share: TAP output, a fresh directory, an instance to play with.
# Source it first; call `finish` last.  $CROSSDOCK is the program, $TOP_SRCDIR the source tree; both are set by `make check`, and have
# sensible defaults when a test is run by hand from the source tree.

TOP_SRCDIR=$(cd "${TOP_SRCDIR:-$(dirname "$0")/../..}" && pwd -P)
CROSSDOCK=${CROSSDOCK:-$TOP_SRCDIR/build/crossdock}
CROSSDOCK_TEST=${CROSSDOCK_TEST:-$(dirname "$CROSSDOCK")/crossdock-test}
SAMPLES=$TOP_SRCDIR/samples
export LC_ALL=C.UTF-8

work=$(mktemp -d "${TMPDIR:-/tmp}/crossdock-t.XXXXXX") || exit 99
tests=0
failed=0
background=
trap 'for p in $background; do kill -9 "$p" 2>/dev/null; done; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# ok NAME COMMAND…: one test; what a failing command printed is shown.
ok() {
    name=$1
    shift
    tests=$((tests + 1))
    if "$@" >"$work/.out" 2>&1; then
        echo "ok $tests - $name"
    else
        echo "not ok $tests - $name"
        echo "#   failed: $*"
        sed 's/^/#   /' "$work/.out" | head -n 40
        failed=$((failed + 1))
    fi
}
# is NAME EXPECTED ACTUAL
is() {
    tests=$((tests + 1))
    if [ "$2" = "$3" ]; then
        echo "ok $tests - $1"
    else
        echo "not ok $tests - $1"
        printf '#   expected: %s\n#   actual:   %s\n' "$2" "$3" | head -n 40
        failed=$((failed + 1))
    fi
}
skip_all() { echo "1..0 # SKIP $1"; exit 0; }
finish() { echo "1..$tests"; [ "$failed" = 0 ]; exit; }

# code COMMAND…: prints the exit code.
code() { "$@" >"$work/.stdout" 2>"$work/.stderr"; echo $?; }
# demo DIR: a fresh demo instance.
demo() { "$CROSSDOCK" init "$1" --demo >"$work/.init" 2>&1 || { sed 's/^/# /' "$work/.init"; echo "Bail out! no demo instance"; exit 99; }; }
# drop DIR FILE [AS]: into the amazon inbox, quiet since long ago.
drop() { cp "$2" "$1/inbox/amazon/.part" && touch -d '1 hour ago' "$1/inbox/amazon/.part" && mv "$1/inbox/amazon/.part" "$1/inbox/amazon/${3:-$(basename "$2")}"; }
once() { code "$CROSSDOCK" -C "$1" run --once; }
count() { ls "$1" 2>/dev/null | wc -l | tr -d ' '; }
# order NUMBER CONTROL [SED…]: the demo's simplest purchase order with another number and control number, to standard output.
order() {
    po=$1 control=$2
    shift 2
    printf 'ISA*00*          *00*          *ZZ*AMAZON         *ZZ*PRMV1          *260303*0915*U*00401*%09d*0*T*>~
GS*PO*AMAZON*PRMV1*20260303*0915*%d*X*004010~
ST*850*0001~
BEG*00*NE*%s**20260303~
REF*CR*PRMV1~
CSH*Y~
DTM*064*20260309~
DTM*063*20260316~
N1*ST**92*LTN4~
PO1*1*24*EA*18.5*PE*EN*5012345000015~
CTT*1*24~
SE*10*0001~
GE*1*%d~
IEA*1*%09d~
' "$control" "$control" "$po" "$control" "$control" | sed "${@:-;}"
}
