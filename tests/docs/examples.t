#!/bin/bash
# examples.t - the manual does what it says: every example of README and doc/ is run, and what it prints is compared.
#
#   ```console    lines that start with `$ ` are commands, in README also when indented by four; what follows is what they print, standard
#                 error included.  `…` in a line stands for anything, a line that is only `…` for any lines.
#   ```xml        whose first line is a comment: <!-- file: PATH --> puts it there, for the examples after it; <!-- check: map -->,
#                 agreement or settings makes the program check it, and it must be sound.
#
# The examples of one document run in one directory, in their order; `crossdock` is on the PATH, ./samples, ./maps and ./schemas are copies of the tree's.
. "${TOP_SRCDIR:-$(dirname "$0")/../..}/tests/kit/tap.sh"
bin=$work/bin blocks=$work/blocks
mkdir -p "$bin" "$blocks"
ln -s "$(realpath "$CROSSDOCK")" "$bin/crossdock"
export PATH=$bin:$PATH
export TZ=UTC

# ---- taking a document apart: NNN.console and NNN.xml, and a list of them with line and heading ----

extract() {
    awk -v dir="$2" -v indented="$([ "$(basename "$1")" = README ] && echo 1)" '
        function start(k) { kind = k; n++; file = sprintf("%s/%03d.%s", dir, n, kind); printf "%03d %s %d %s\n", n, kind, NR, heading >(dir "/list") }
        function end() { if (kind != "") close(file); kind = "" }
        fenced && /^```/ { fenced = 0; end(); next }
        fenced { if (kind != "") print >file; next }
        /^```/ {
            end(); fenced = 1
            if ($0 == "```console" || $0 == "```xml") { start(substr($0, 4)); printf "" >file }
            next
        }
        /^#+ / { heading = $0; sub(/^#+ */, "", heading) }
        /^(===+|---+)$/ && before != "" { heading = before }
        { before = $0 }
        indented && /^    \$ / && kind == "" { start("console") }
        indented && kind != "" {
            if ($0 ~ /^    /) { for (; blank > 0; blank--) print "" >file; print substr($0, 5) >file; next }
            if ($0 == "") { blank++; next }
            blank = 0; end()
        }' "$1"
}

# ---- comparing ----

# fits EXPECTED ACTUAL: one line against one line.
fits() {
    local p=$1
    [ "$p" = "$2" ] && return 0
    case $p in *…*) ;; *) return 1 ;; esac
    p=${p//\\/\\\\} p=${p//\*/\\*} p=${p//\?/\\?} p=${p//\[/\\[} p=${p//(/\\(} p=${p//)/\\)} p=${p//|/\\|}
    p=${p//…/*}
    # shellcheck disable=SC2053
    [[ $2 == $p ]]
}

# same I K: expected[I…] against actual[K…]; a line that is only … takes as few lines as will do.
same() {
    local i=$1 k=$2
    while [ "$i" -lt ${#expected[@]} ]; do
        if [[ ${expected[i]} =~ ^[[:space:]]*…$ ]]; then
            for (( ; k <= ${#actual[@]}; k++)); do same $((i + 1)) "$k" && return 0; done
            return 1
        fi
        [ "$k" -lt ${#actual[@]} ] && fits "${expected[i]}" "${actual[k]}" || return 1
        i=$((i + 1)) k=$((k + 1))
    done
    [ "$k" = ${#actual[@]} ]
}

compare() {
    mapfile -t expected <"$1"
    mapfile -t actual <"$2"
    same 0 0 && return 0
    echo "expected (left) and printed (right):"
    diff "$1" "$2"
    return 1
}

# ---- running ----

# A block as a script: each command after a line that shows it, which leaves `$?` as it was.  Long commands may go on with \.
script_of() {
    awk '
        /^\$ / {
            shown = $0
            gsub(/\047/, "\047\\\047\047", shown)
            printf "last=$?; printf \"%%s\\n\" \047%s\047; (exit $last)\n%s\n", shown, substr($0, 3)
            more = /\\$/
            next
        }
        more { print; more = /\\$/ }' "$1"
}
# What the same block promises to print, commands included; the lines a command goes on with are not printed again.
promise_of() { awk '/^\$ / { print; more = ($0 ~ /\\$/); next } more { more = ($0 ~ /\\$/); next } { print }' "$1"; }

run_console() {
    script_of "$1" >"$1.sh"
    promise_of "$1" | sed 's/[[:space:]]*$//' >"$1.expected"
    (cd "$2" && bash "$1.sh" >"$1.raw" 2>&1 </dev/null)
    sed 's/[[:space:]]*$//' "$1.raw" >"$1.actual"
    compare "$1.expected" "$1.actual"
}

# check_xml KIND FILE: by putting it into a demo instance.
check_xml() {
    rm -rf "$work/checked"
    demo "$work/checked"
    case $1 in
        map) "$CROSSDOCK" -C "$work/checked" map check "$2"; return ;;
        agreement) cp "$2" "$work/checked/partners/amazon.xml" ;;
        settings) cp "$2" "$work/checked/crossdock.xml" ;;
        *) echo "an example cannot be checked as '$1'"; return 1 ;;
    esac
    "$CROSSDOCK" -C "$work/checked" check
}

run_xml() {
    local first directive
    first=$(head -n 1 "$1")
    directive=$(sed -n '1s/^<!-- *\(.*[^ ]\) *-->$/\1/p' "$1")
    case $directive in
        "file: "*)
            mkdir -p "$2/$(dirname "${directive#file: }")" && tail -n +2 "$1" >"$2/${directive#file: }" && xmllint_is_happy "$2/${directive#file: }"
            ;;
        "check: "*) check_xml "${directive#check: }" "$1" ;;
        *) echo "the example's first line is no <!-- file: … --> and no <!-- check: … -->: $first"; return 1 ;;
    esac
}
xmllint_is_happy() { ! command -v xmllint >/dev/null || xmllint --noout "$1"; }

run_document() {
    local document=$1 place blocks_here number kind line heading before= times=1 title
    title=${document#"$TOP_SRCDIR"/}
    place=$work/$(echo "$title" | tr '/.' '__')
    blocks_here=$blocks/$(echo "$title" | tr '/.' '__')
    mkdir -p "$place" "$blocks_here"
    cp -R "$TOP_SRCDIR/samples" "$TOP_SRCDIR/maps" "$TOP_SRCDIR/schemas" "$place"
    chmod -R u+w "$place"               # `make distcheck` has a source tree that cannot be written
    : >"$blocks_here/list"
    extract "$document" "$blocks_here"
    while read -r number kind line heading; do
        [ "$heading" = "$before" ] && times=$((times + 1)) || times=1
        before=$heading
        ok "$title:$line $heading$([ "$times" -gt 1 ] && echo " ($times)")" "run_$kind" "$blocks_here/$number.$kind" "$place"
    done <"$blocks_here/list"
}

for document in "$TOP_SRCDIR/README" "$TOP_SRCDIR"/doc/*.md "$TOP_SRCDIR"/doc/decisions/*.md; do run_document "$document"; done

# ---- the generated pages ----

for page in findings settings functions leniencies; do
    generated() { crossdock reference "$page" | diff "$TOP_SRCDIR/doc/reference/$page.md" -; }
    ok "doc/reference/$page.md is what crossdock reference $page prints" generated
done
names_every_command() {
    crossdock --help | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p' >"$work/commands"
    while read -r command; do
        grep -q "^\.It Ic $command " "$TOP_SRCDIR/doc/crossdock.1" || { echo "$command is missing"; return 1; }
    done <"$work/commands"
    [ -s "$work/commands" ]
}
ok "the manual page names every command" names_every_command
finish
