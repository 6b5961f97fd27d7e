#!/bin/bash
# intake.t - which files are taken, which are left, and what happens to those that are no documents.
. "${TOP_SRCDIR:-$(dirname "$0")/../..}/tests/kit/tap.sh"
D=$work/d
demo "$D"
order PO000011 511 >"$work/whole"
head -c 300 "$work/whole" >"$work/half"

cp "$work/half" "$D/inbox/amazon/half"
is "a file that is still growing is left alone" 0 "$(once "$D")"
is "in the inbox" 1 "$(count "$D/inbox/amazon")"
cp "$work/whole" "$D/inbox/amazon/half"
is "and taken as soon as its envelope is closed" 0 "$(once "$D")"
is "converted" 1 "$(count "$D/outbox/prima")"

for name in .hidden x.tmp x.part; do cp "$work/whole" "$D/inbox/amazon/$name"; done
is "names of unfinished files are not seen" 0 "$(once "$D")"
is "they stay" 3 "$(ls -A "$D/inbox/amazon" | wc -l | tr -d ' ')"
rm -f "$D"/inbox/amazon/.hidden "$D"/inbox/amazon/x.*

order PO000013 513 | head -c 300 >"$work/cut"
drop "$D" "$work/cut" cut-off
is "a quiet file that was cut off goes to quarantine" 1 "$(once "$D")"
ok "as X12-IEA-MISSING or earlier" sh -c "'$CROSSDOCK' -C '$D' quarantine list | grep 'X12-.*-MISSING'"
: >"$work/empty"
drop "$D" "$work/empty"
is "an empty file goes to quarantine" 1 "$(once "$D")"
ok "as FILE-EMPTY" sh -c "'$CROSSDOCK' -C '$D' quarantine list | grep FILE-EMPTY"
echo "Dear Sir or Madam" >"$work/letter"
drop "$D" "$work/letter"
is "a letter goes to quarantine" 1 "$(once "$D")"
ok "as FILE-NOT-EDI" sh -c "'$CROSSDOCK' -C '$D' quarantine list | grep FILE-NOT-EDI"
order PO000012 512 's/AMAZON         /STRANGER       /' >"$work/stranger"
drop "$D" "$work/stranger"
is "an unknown partner goes to quarantine" 1 "$(once "$D")"
ok "the report names the nearest agreement and what differs" sh -c "grep -l PARTNER-UNKNOWN '$D'/quarantine/*/report.txt | xargs grep -q 'ISA06'"
name='a name with ; $(touch gone) & blanks'
drop "$D" "$work/letter" "$name"
is "a hostile file name is taken" 1 "$(once "$D")"
ok "and not believed" test ! -e "$D/gone" -a ! -e gone
ln -s /etc/passwd "$D/inbox/amazon/link"
is "a symbolic link is not followed" 0 "$(once "$D")"
finish
