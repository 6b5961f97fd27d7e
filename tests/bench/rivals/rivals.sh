#!/bin/sh
# rivals.sh - how much faster than others: `make bench-rivals`, outside `make check`, for it needs registries.
#
# Installs into BUILD/rivals what others have published: StAEDI (Maven; a JDK and maven by apt when they are missing), pyx12 (PyPI) and
# node-x12 (npm; node by apt).  rules.py writes our 850 in the form of the first two, so that all check the same rules; node-x12 has none
# and only parses.  rivals.py then runs all round robin on the same files.  A rival that cannot be had is left out, with a line that says so.
# RIVALS_ROUNDS (default 3) and RIVALS_SECONDS (default 4, of each run) set the effort.
set -eu
src=$(cd "${TOP_SRCDIR:-.}" && pwd)
build=$(cd "${TOP_BUILDDIR:-.}" && pwd)
here=$src/tests/bench/rivals
dir=$build/rivals
staedi=1.25.3
mkdir -p "$dir"

say() { echo "bench: # $*"; }
# need COMMAND PACKAGE…: by apt when we may.
need() {
    command -v "$1" >/dev/null && return
    [ "$(id -u)" = 0 ] || return 1
    shift
    apt-get update -qq >>"$dir/install.log" 2>&1 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >>"$dir/install.log" 2>&1
}
get_staedi() {
    need javac default-jdk-headless && need mvn maven || return 1
    [ -r "$dir/staedi/staedi-$staedi.jar" ] || mvn -q -B dependency:copy -Dartifact=io.xlate:staedi:$staedi -DoutputDirectory="$dir/staedi" >>"$dir/install.log" 2>&1 || return 1
    javac -cp "$dir/staedi/staedi-$staedi.jar" -d "$dir/staedi" "$here/Staedi.java" || return 1
    python3 "$here/rules.py" staedi "$src/schemas" 004010 850 >"$dir/staedi/850.xml"
}
get_pyx12() {
    [ -x "$dir/venv/bin/x12valid" ] || { need pip3 python3-venv; python3 -m venv "$dir/venv" && "$dir/venv/bin/pip" install --quiet 'pyx12==4.*'; } >>"$dir/install.log" 2>&1 || return 1
    python3 "$here/rules.py" pyx12 "$src/schemas" 004010 850 "$("$dir/venv/bin/python" -c 'import os, pyx12; print(os.path.dirname(pyx12.__file__))')" "$dir/maps-850"
}
get_nodex12() {
    need npm npm nodejs || return 1
    [ -d "$dir/node/node_modules/node-x12" ] || npm install --prefix "$dir/node" --no-audit --no-fund --loglevel=error node-x12@1 >>"$dir/install.log" 2>&1
}

need python3 python3 || { say "no python3: nothing to compare"; exit 2; }
rivals=
for rival in staedi pyx12 nodex12; do
    if get_$rival; then rivals="$rivals $rival"; else say "$rival cannot be had here, see $dir/install.log"; fi
done
data=$build/bench-data
[ -r "$data/850-100M.edi" ] || { mkdir -p "$data"; for size in 1M 10M 100M; do "$build/tests/bench/gen" 850 --bytes $size "$data/850-$size.edi"; done; }
python3 "$src/tests/conformance/faults.py" "$dir/faults"
python3 "$here/rivals.py" "$build/crossdock" "$here" "$dir" "$data" "${RIVALS_ROUNDS:-3}" "${RIVALS_SECONDS:-4}" $rivals
