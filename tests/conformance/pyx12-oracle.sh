#!/bin/sh
# pyx12-oracle.sh - our 997s held against those of pyx12, an outside judge of counting and of AK3 and AK4: `make oracle`.
#
# Installs pyx12 from PyPI into BUILD/rivals/venv, writes our grammar of the 850 in its form, and compares (pyx12_oracle.py).  Not part of
# `make check`, which needs no network.  Exit 77 when it cannot be had here.
set -eu
src=$(cd "${TOP_SRCDIR:-.}" && pwd)
build=$(cd "${TOP_BUILDDIR:-.}" && pwd)
venv=$build/rivals/venv
here=$src/tests/conformance

skip() { echo "oracle: skipped: $*"; exit 77; }
command -v python3 >/dev/null || skip "no python3"
if [ ! -x "$venv/bin/x12valid" ]; then
    mkdir -p "$build/rivals"
    { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet 'pyx12==4.*'; } >"$build/rivals/pip.log" 2>&1 || skip "pyx12 cannot be installed, see $build/rivals/pip.log"
fi
package=$("$venv/bin/python" -c 'import os, pyx12; print(os.path.dirname(pyx12.__file__))')
python3 "$src/tests/bench/rivals/rules.py" pyx12 "$src/schemas" 004010 850 "$package" "$build/rivals/maps-850"
python3 "$here/pyx12_oracle.py" "$build/crossdock" "$venv" "$build/rivals/maps-850" "${CROSSDOCK_CORPUS:-$src/../shared/corpus}" "$here/pyx12.tsv" "$build/rivals/oracle"
