#!/bin/sh
# banned.sh - names that have no place in the libraries, with the reason in the row.  The last column says who may: patterns of files.
cd "${TOP_SRCDIR:-.}" || exit 2
shells='src/cli/* src/daemon/* src/console/* src/engine/step.c'        # step.c: only in the build with test hooks
rules="strcpy|strcat|sprintf|vsprintf|strtok|gets|alloca # has no bound # none
atoi|atol|atoll|strtol|strtoul|strtoll|strtoull|strtod|sscanf # takes what is no number; use slice_to_u64 or decimal_parse # $shells
localtime|localtime_r|mktime|setlocale|tzset # depends on the machine; times are UTC # none
rand|random|srand|drand48 # runs must repeat # none
system|popen # no shell between us and a program # none
float|double # money and quantities are exact # none
printf|fprintf|vprintf|vfprintf|puts|fputs|putchar|fwrite|perror|syslog # libraries never print; a broken promise says its place # $shells src/base/must.c
exit|_exit|abort # only programs end; a broken promise aborts # $shells src/base/must.c
malloc|calloc|realloc|strdup|strndup|asprintf # memory belongs to an arena; if not, name the file and why in tests/lint/malloc.txt # src/base/* $(sed '/^#/d; s/ .*//' tests/lint/malloc.txt | tr '\n' ' ')"

# The code without comments and without what is between quotes, one "file:line:text" a line.
code=$(awk '
    FNR == 1 { comment = 0 }
    {
        line = $0; out = ""
        gsub(/\\./, "", line)
        while (line != "") {
            if (comment) {
                if (!(end = index(line, "*/"))) break
                line = substr(line, end + 2); comment = 0
            } else if (match(line, /\/\*|\/\/|"|'\''/)) {
                out = out substr(line, 1, RSTART - 1); mark = substr(line, RSTART, RLENGTH); line = substr(line, RSTART + RLENGTH)
                if (mark == "/*") comment = 1
                else if (mark == "//") break
                else line = substr(line, index(line, mark) + 1)
            } else { out = out line; line = "" }
        }
        if (out ~ /[a-z]/) print FILENAME ":" FNR ":" out
    }' src/*/*.c src/*/*.h)

breaches=$(echo "$rules" | while IFS='#' read -r names reason allowed; do
    names=$(echo $names)
    case $names in float*) call= ;; *) call=' *\(' ;; esac
    set -f
    echo "$code" | grep -E "^[^:]*:[0-9]*:(.*[^A-Za-z0-9_.>])?($names)${call:-([^A-Za-z0-9_]|\$)}" | while IFS=: read -r file line text; do
        for may in $allowed; do case $file in $may) continue 2 ;; esac; done
        echo "$file:$line: $(echo "$text" | grep -oE "\\b($names)\\b" | head -n 1):$reason"
    done
done)
echo "1..1"
[ -z "$breaches" ] && { echo "ok 1 - banned: nothing banned is used"; exit 0; }
echo "$breaches" | sed "s/^/# /"
echo "not ok 1 - banned: $(echo "$breaches" | wc -l) breaches"
exit 1
