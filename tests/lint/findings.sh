#!/bin/sh
# findings.sh - every finding that can be raised is shown by a golden case or named in a test, so that its words were read at least once.
# Codes come from the tables in src/ (rows X(NAME, "CODE", …) of *_findings.h), which are what the program prints as its reference.
cd "${TOP_SRCDIR:-.}" || exit 2
codes=$(sed -n 's/^ *X([A-Z0-9_]*, *"\([A-Z0-9-]*\)".*/\1/p' src/*/*_findings.h | sort -u)
[ -n "$codes" ] || { echo "findings: no codes found"; exit 2; }
shown=$(mktemp) || exit 2
trap 'rm -f "$shown"' EXIT
# A unit test may name the row (x12_findings[X12_SE01_COUNT]) instead of the code.
find tests/golden tests/lang tests/unit tests/scenario tests/schemas maps samples -type f -exec cat {} + |
    grep -aoE '[A-Z][A-Z0-9]+([-_][A-Z0-9]+)+' | tr _ - | sort -u >"$shown"
missing=$(echo "$codes" | comm -23 - "$shown")
total=$(echo "$codes" | wc -l)
echo "1..1"
[ -z "$missing" ] && { echo "ok 1 - findings: all $total codes are shown by a test"; exit 0; }
echo "$missing" | sed 's/^/# no test shows /'
echo "not ok 1 - findings: $(echo "$missing" | wc -l) of $total codes are shown by no test"
exit 1
