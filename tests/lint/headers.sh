#!/bin/sh
# headers.sh - each header compiles alone, so that the order of includes never matters.  Tables of rows (X-macros: no include guard) are
# made for expansion and left out.
cd "${TOP_SRCDIR:-.}" || exit 2
flags="-std=gnu11 -D_GNU_SOURCE -Isrc -Itests -Wall -Wextra -Werror ${TEST_CPPFLAGS-$(pkg-config --cflags libxml-2.0 2>/dev/null)}"
bad=0 count=0
echo "1..1"
for header in src/*/*.h tests/*/*.h; do
    grep -q '^#ifndef [A-Z0-9_]*_H$' "$header" || continue
    count=$((count + 1))
    echo "#include \"${header#*/}\"" | ${CC:-cc} $flags -fsyntax-only -x c - 2>&1 | sed 's/^/# /' | grep . || continue
    echo "# $header does not compile alone"
    bad=$((bad + 1))
done
[ $bad = 0 ] && { echo "ok 1 - headers: $count headers compile alone"; exit 0; }
echo "not ok 1 - headers: $bad of $count headers do not compile alone"
exit 1
