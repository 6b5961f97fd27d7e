#!/usr/bin/env python3
"""compare.py - what crossdock finds in other people's files, beside what an independent checker finds.

   compare.py CORPUS TOOLS RESULTS VERDICTS REFUSALS

CORPUS/MANIFEST.tsv names the files, TOOLS/x12check.py is the other checker, RESULTS/N.json and RESULTS/N.exit are what `crossdock validate
--json` said of the N-th X12 file of the manifest.  Three questions, each answered in lines on standard output; exit 1 when an answer is new:

   envelope   do both find the same faults of the envelope?  Differences are decided in VERDICTS, one line each.
   places     is every finding where it says: segment, its number in the set, element, component, counted here once more from the bytes?
   refusals   which files with a sound envelope are refused for what is inside a set we have a grammar for, and by which finding?  Each is
              named in REFUSALS with the reason why a reader of the standard would sign it.

What must stay true: nothing of crossdock's own reader is used here, and a line of VERDICTS or REFUSALS that no longer holds is an error."""
import csv
import json
import os
import re
import sys
from collections import Counter

CORPUS, TOOLS, RESULTS, VERDICTS, REFUSALS = sys.argv[1:6]
sys.path.insert(0, TOOLS)
import x12check  # noqa: E402

# ---- the same fault in both languages ----

# How the other checker words it; the codes that say the same, the first of which is the usual one.
THEIRS = [
    (r"SE01=", "SE01", ["X12-SE01-COUNT"]),
    (r"SE02=", "SE02", ["X12-SE02-CONTROL"]),
    (r"GE01=", "GE01", ["X12-GE01-COUNT"]),
    (r"GE02=", "GE02", ["X12-GE02-CONTROL"]),
    (r"IEA01=", "IEA01", ["X12-IEA01-COUNT", "X12-IEA01-TA1"]),
    (r"IEA02=", "IEA02", ["X12-IEA02-CONTROL"]),
    (r"SE missing", "no SE", ["X12-SE-MISSING", "X12-SEGMENT-CUT"]),
    (r"GE missing|GS inside a group", "no GE", ["X12-GE-MISSING"]),
    (r"IEA missing|ISA inside an open", "no IEA", ["X12-IEA-MISSING"]),
    (r"SE without ST", "stray SE", ["X12-STRAY-GROUP", "X12-STRAY-INTERCHANGE"]),
    (r"GE without GS", "stray GE", ["X12-STRAY-INTERCHANGE"]),
    (r"ST outside a group", "stray ST", ["X12-STRAY-INTERCHANGE"]),
    (r"segment \S+ outside", "stray segment", ["X12-STRAY-GROUP", "X12-STRAY-INTERCHANGE"]),
    (r"GS has", "GS elements", ["X12-GS-ELEMENTS", "X12-GS-EXTRA"]),
    (r"GE has", "GE elements", ["X12-GE-ELEMENTS"]),
    (r"ST has", "ST elements", ["X12-ST-ELEMENTS"]),
    (r"SE has", "SE elements", ["X12-SE-ELEMENTS"]),
    (r"IEA has", "IEA elements", ["X12-IEA-ELEMENTS"]),
    (r"ISA not 106", "ISA length", ["X12-ISA-PADDING", "X12-ISA-NO-BREAK", "X12-WRAPPED"]),
    (r"ISA16 empty", "ISA16 left out", ["X12-ISA16-MISSING"]),
    (r"ISA: fewer", "ISA short", ["X12-ISA-SEPARATORS"]),
    (r"ISA separator", "ISA separator", ["X12-ISA-ELEMENT-SEPARATOR"]),
    (r"ISA terminator", "ISA terminator", ["X12-ISA-TERMINATOR"]),
    (r"ISA09", "ISA09", ["X12-ISA09-DATE"]),
    (r"ISA10", "ISA10", ["X12-ISA10-TIME"]),
    (r"ISA13", "ISA13", ["X12-ISA13-CONTROL"]),
    (r"bytes (before|after|between)", "other bytes", ["X12-JUNK"]),
    (r"no ISA", "no ISA", ["X12-NOT-X12"]),
    (r"bad segment id", "segment id", ["X12-SEGMENT-UNKNOWN"]),
]
# There is no grammar here to hold the set against: nothing is said about its contents.
UNKNOWN = {"X12-SET-UNKNOWN", "X12-GROUP-UNKNOWN", "X12-RELEASE-UNKNOWN"}
NOT_ENVELOPE = re.compile(r"(?!X12-)|X12-(SEGMENT|ELEMENT|LOOP|REPEAT|COMPONENT|TRAILING|SET)-(?!CUT)")


def their_faults(path):
    found = {}
    for text in x12check.check(open(path, "rb").read())["errors"]:
        for pattern, name, codes in THEIRS:
            if re.match(pattern, text):
                found.setdefault(name, (codes, text))
                break
        else:
            found.setdefault("?", ([], text))
    return found


def difference(theirs, ours, general):
    """What one says and the other does not: their words, our codes; both empty when they agree."""
    words = sorted(word for word, (codes, _) in theirs.items() if not set(codes) & ours)
    known = {code for codes, _ in theirs.values() for code in codes} | general | UNKNOWN
    codes = sorted(code for code in ours - known if not NOT_ENVELOPE.match(code))
    return ", ".join(words) or "-", ", ".join(codes) or "-"


# ---- places ----

FILL = [bytes([c]) for c in x12check.WS]


def segments_of(data):
    """(begin, end, element separator, component separator, number in set) of each segment, by the delimiters of its ISA."""
    out, at = [], 0
    while True:
        m = re.compile(rb"ISA([^A-Za-z0-9\s])").search(data, at)
        if not m:
            return out
        isa = x12check.parse_isa(data, m.start())
        if not isa or isa["end"] is None or not isa["term"]:
            return out
        sep, comp, term = isa["sep"], isa["comp"] or b"", isa["term"]
        out.append((m.start(), isa["end"] - len(term), sep, comp, 1))
        at, number, in_set = isa["end"], 1, False
        while at < len(data):
            end = data.find(term, at)
            end = len(data) if end < 0 else end
            begin = at
            while begin < end and data[begin:begin + 1] in FILL:
                begin += 1
            at = end + len(term)
            if begin == end:
                continue
            tag = data[begin:end].split(sep)[0].strip()
            if tag == b"ISA":
                at = begin
                break
            if tag == b"ST":
                number, in_set = 0, True
            number += 1
            out.append((begin, end, sep, comp, number if in_set else 0))
            if tag == b"SE":
                in_set = False
            if tag == b"IEA":
                break


def misplaced(finding, data, segments):
    """Why the finding's place is not what it says, or None."""
    at, sid = finding["offset"], finding.get("segment_id", "")
    if at > len(data):
        return "byte %d is outside the file" % at
    if not sid or finding["code"] in ("X12-SE-MISSING", "X12-GE-MISSING", "X12-IEA-MISSING"):
        return None
    for begin, end, sep, comp, number in segments:
        if begin <= at <= end:
            break
    else:
        return "byte %d is in no segment" % at
    tag = data[begin:end].split(sep)[0].decode("latin1").strip()
    if tag.upper() != sid and finding["code"] != "X12-SEGMENT-MISSING":
        return "byte %d is in %s, not %s" % (at, tag, sid)
    if number and finding.get("set") and finding["segment"] != number:
        return "%s at byte %d is segment %d of its set, not %d" % (tag, at, number, finding["segment"])
    before = data[begin:at]
    # What is missing is told at the end of what is there; then there are fewer separators.
    if finding.get("element") and before.count(sep) != finding["element"] and at < end:
        return "byte %d is in element %d of %s, not %d" % (at, before.count(sep), tag, finding["element"])
    if finding.get("component") and comp and before.rsplit(sep, 1)[1].count(comp) + 1 != finding["component"] and at < end:
        return "byte %d is not in component %d" % (at, finding["component"])
    return None


# ---- tables ----

def read_table(path, keys):
    rows = {}
    with open(path, newline="", encoding="utf-8") as f:
        for row in csv.reader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row and not row[0].startswith("#"):
                rows[tuple(row[:keys])] = row[keys:]
    return rows


def settle(title, seen, decided, hint):
    """Both ways: what was seen must be decided, what is decided must be seen."""
    new, stale = sorted(seen - set(decided)), sorted(set(decided) - seen)
    for row in new:
        print("%s: not decided: %s" % (title, "\t".join(row)))
    for row in stale:
        print("%s: decided, but no longer so: %s" % (title, "\t".join(row)))
    bare = [row for row in decided if not decided[row] or not decided[row][-1].strip()]
    for row in bare:
        print("%s: no reason given: %s" % (title, "\t".join(row)))
    if new or stale or bare:
        print("%s: %s" % (title, hint))
    return not new and not stale and not bare


def main():
    envelope, refusals, wrong_places = set(), set(), []
    files_of, places_of, severity_of = Counter(), Counter(), {}
    outcome, agreed, checked, unchecked = Counter(), 0, 0, 0
    verdicts = read_table(VERDICTS, 3)
    general = {row[2] for row in verdicts if row[0] == "*"}
    with open(os.path.join(CORPUS, "MANIFEST.tsv"), encoding="utf-8") as f:
        names = [row.split("\t")[0] for row in f if row.split("\t")[5].startswith("X12")]
    for n, name in enumerate(names, 1):
        path = os.path.join(CORPUS, name)
        with open(os.path.join(RESULTS, "%d.json" % n), encoding="utf-8") as f:
            result = json.load(f)[0]
        refused = open(os.path.join(RESULTS, "%d.exit" % n)).read().split()[0] != "0"
        findings = result["findings"]
        codes = {f["code"] for f in findings}
        theirs = their_faults(path)
        words, differs = difference(theirs, codes, general)
        envelope |= {("*", "-", code) for code in codes & general}
        if words == differs == "-":
            agreed += 1
        else:
            envelope.add((name, words, differs))
        for code in codes:
            files_of[code] += 1
        for f in findings:
            places_of[f["code"]] += 1
            severity_of[f["code"]] = f["severity"]
        known = not UNKNOWN & codes and result["sets"] > 0
        kind = "known" if known else "unknown" if result["sets"] else "none"
        outcome[kind, "refused" if refused else "noted" if findings else "sound"] += 1
        if not theirs:
            refusals |= {(name, f["code"]) for f in findings if f["severity"].startswith(("reject", "hold", "error"))
                         and NOT_ENVELOPE.match(f["code"]) and f["code"] not in UNKNOWN}
        data = open(path, "rb").read()
        if "X12-WRAPPED" in codes or "X12-UTF16" in codes or "ISA terminator" in theirs:
            unchecked += len(findings)      # bytes were dropped, or both do not read the same delimiters: nothing to count by
            continue
        segments = segments_of(data)
        for f in findings:
            why = misplaced(f, data, segments)
            checked += 1
            if why:
                wrong_places.append("%s: %s: %s" % (name, f["code"], why))
    fine = settle("envelope", envelope, verdicts, "decide it in verdicts.tsv: file, what they say alone, what we say alone, who is right, why")
    fine &= settle("refusals", refusals, read_table(REFUSALS, 2), "add it to refusals.tsv with the reason, or correct the grammar")
    for line in wrong_places:
        print("places: " + line)
    print("table: %d X12 files; envelope faults as the other checker finds them in %d, decided in verdicts.tsv in %d"
          % (len(names), agreed, len(names) - agreed))
    print("table: %d findings are where they say, counted independently; %d in files read differently or wrapped, not counted; %d are not"
          % (checked - len(wrong_places), unchecked, len(wrong_places)))
    for kind, words in (("known", "all sets have a grammar"), ("unknown", "some set has none"), ("none", "no set could be read")):
        print("table: %d files, %s: %d sound, %d read with notes, %d refused"
              % ((sum(n for (k, _), n in outcome.items() if k == kind), words) + tuple(outcome[kind, o] for o in ("sound", "noted", "refused"))))
    print("table: %d files with a sound envelope refused for what a known set says, each named in refusals.tsv" % len({r[0] for r in refusals}))
    print("table: files places finding")
    for code in sorted(files_of):
        print("table: %5d %6d %s %s" % (files_of[code], places_of[code], code, severity_of[code]))
    sys.exit(0 if fine and not wrong_places else 1)


main()
