#!/bin/sh
# layers.sh - a folder of src/ includes only the folders named on its line here, and an outside library only where it is confined to.
cd "${TOP_SRCDIR:-.}/src" || exit 2
allowed="base:
tree:base
xml:base
expr:base tree
crypto:base
store:base
spool:base
net:base
conf:base xml
x12:base tree
record:base tree xml schema
schema:base tree xml expr
map:base tree xml expr schema
ack:base tree x12 schema
trade:base tree store
as2:base crypto conf store
engine:base tree xml expr crypto store spool net conf x12 record schema map ack trade as2
daemon:base tree xml expr crypto store spool net conf x12 record schema map ack trade as2 engine
console:base tree xml expr crypto store spool net conf x12 record schema map ack trade as2 engine
cli:base tree xml expr crypto store spool net conf x12 record schema map ack trade as2 engine daemon console"
confined="libxml:xml pcre2:expr openssl:crypto zlib:crypto sqlite3:store libpq:store event2:net curl:as2"
breaches=$(grep -n '^ *# *include *"' */*.[ch] | awk -F'[/:"]' -v table="$allowed" '
    BEGIN { for (n = split(table, rows, "\n"); n > 0; n--) { split(rows[n], row, ":"); may[row[1]] = " " row[1] " " row[2] " " } }
    { place = $1 "/" $2 ":" $3; to = $5; if (NF < 7) next }     # "config.h" has no folder
    !($1 in may) { print "src/" place ": folder " $1 " is not in the table"; next }
    !index(may[$1], " " to " ") { print "src/" place ": " $1 " may not include " to }'
for pair in $confined; do
    grep -nE "^ *# *include *<${pair%:*}[./-]" */*.[ch] | grep -v "^${pair#*:}/" | sed "s|^\([^:]*:[0-9]*\):.*|src/\1: ${pair%:*} belongs to ${pair#*:}/|"
done)
echo "1..1"
[ -z "$breaches" ] && { echo "ok 1 - layers: every include is allowed"; exit 0; }
echo "$breaches" | sed "s/^/# /"
echo "not ok 1 - layers: $(echo "$breaches" | wc -l) breaches"
exit 1
