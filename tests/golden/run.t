#!/bin/bash
# run.t - every directory below tests/golden that has a `cmd` is a case: what the command prints, to the letter.
#
#   cmd       first line: `# ` and a sentence, why the case exists; second line: the command, run inside a copy of the directory, where
#             $CROSSDOCK is the program and $TOP_SRCDIR the source tree; helpers.sh has words for what many cases do
#   expected  standard output, then "--- stderr", then standard error, then "--- exit N"
#
# GOLDEN_ACCEPT=PATTERN rewrites the expectations of the cases whose path contains PATTERN (all: GOLDEN_ACCEPT=/).
# GOLDEN_ONLY=PATTERN runs those cases only.
. "${TOP_SRCDIR:-$(dirname "$0")/../..}/tests/kit/tap.sh"
golden=$TOP_SRCDIR/tests/golden
export CROSSDOCK CROSSDOCK_TEST TOP_SRCDIR

# Where the source tree is, and in which line of a shipped file a rule stands, is no part of what a case shows.
plain() {
    sed -e "s|$work/case|CASE|g; s#[^ ]*/\(schemas\|maps\|samples\)/#\1/#g; s|$TOP_SRCDIR|SRC|g" \
        -e 's#\(\(maps/amazon-prima\|schemas/\(amazon\|x12\|prima\)\)/[a-z0-9/-]*\.xml\) line [0-9]*#\1 line N#g' \
        -e 's#\(\(maps/amazon-prima\|schemas/\(amazon\|x12\|prima\)\)/[a-z0-9/-]*\.xml\):[0-9]*:[0-9]*\( (.*\)\{0,1\}$#\1:N\4#g'
}

run_case() {
    rm -rf "$work/case"
    cp -R "$1" "$work/case"
    chmod -R u+w "$work/case"
    command=$(sed -n 2p "$1/cmd")
    (cd "$work/case" && bash -c ". $golden/helpers.sh; $command" >"$work/stdout" 2>"$work/stderr"; echo "--- exit $?" >"$work/exit")
    { cat "$work/stdout"; echo "--- stderr"; cat "$work/stderr" "$work/exit"; } | plain >"$work/actual"
}

while read -r cmd; do
    directory=$(dirname "$cmd")
    name=${directory#"$golden"/}
    case $directory/ in
        *"${GOLDEN_ONLY:-}"*) ;;
        *) continue ;;
    esac
    run_case "$directory"
    case ${GOLDEN_ACCEPT:+$directory/} in
        *"${GOLDEN_ACCEPT:-}"*) [ -n "${GOLDEN_ACCEPT:-}" ] && cp "$work/actual" "$directory/expected" ;;
    esac
    ok "$name: $(sed -n '1s/^# //p' "$cmd")" diff -u "$directory/expected" "$work/actual"
done < <(find "$golden" -name cmd | sort)
finish
