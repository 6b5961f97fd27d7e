#!/usr/bin/env python3
"""pyx12_oracle.py - our 997s beside those of pyx12, for the same files by the same rules.

   pyx12_oracle.py CROSSDOCK VENV MAPS CORPUS VERDICTS WORK

MAPS is our grammar of the 850 in pyx12's form (tests/bench/rivals/rules.py).  The files are those of faults.py and what CORPUS has of 850s in
004010 (it may be absent).  Compared are AK3 (segment, its position, code), AK4 (element, component, reference, code), AK5 and AK9 (counts);
not AK303, which pyx12 leaves empty, nor the copy of the bad value.  A difference is decided in VERDICTS; one that is not, or that no longer
is, is an error."""
import csv
import os
import re
import shutil
import subprocess
import sys

import faults

CROSSDOCK, VENV, MAPS, CORPUS, VERDICTS, WORK = sys.argv[1:7]


def suited(data, release):
    """As pyx12 takes it: its index knows one release, its reader no ISA12 but 00401 and 00501, no byte order mark and no no-break space."""
    data = data.replace(b"\xef\xbb\xbf", b"").replace(b"\xc2\xa0", b" ").replace(release, b"004010")
    return data.replace(b"00400", b"00401", 1) if b"00400" in data[:106] else data


def cases():
    yield from faults.files()
    manifest = os.path.join(CORPUS, "MANIFEST.tsv")
    if not os.path.exists(manifest):
        return
    with open(manifest, encoding="utf-8") as f:
        for row in f:
            row = row.split("\t")
            data = open(os.path.join(CORPUS, row[0]), "rb").read() if row[5] == "X12" and re.search(r"\b850\b", row[7]) else b""
            gs = re.search(rb"GS([^A-Za-z0-9\s])PO\1.*?\1X\1(0040[12]\w*)", data, re.S)
            if gs and b"ISA" in data[:10]:
                yield row[0], suited(data, gs.group(2))


def acknowledgement(text):
    """What counts of a 997: a list of AK segments, plain."""
    if not text.startswith("ISA"):
        return None
    sep, term = text[3], text[105]
    out = []
    for segment in text.split(term):
        e = segment.strip().split(sep)
        if e[0] == "AK3":
            out.append("AK3 %s %s code %s" % (e[1], e[2], ",".join(x for x in e[4:] if x) or "8"))
        elif e[0] == "AK4":
            out.append("AK4 %s ref %s code %s" % (e[1].replace(text[104], ":"), e[2] if len(e) > 2 else "", e[3] if len(e) > 3 else ""))
        elif e[0] in ("AK2", "AK5", "AK9"):
            out.append(" ".join(e))
    return out


def ours(path):
    ack = path + ".ours"
    subprocess.run([CROSSDOCK, "validate", "--ack", ack, path], capture_output=True, timeout=60)
    return acknowledgement(open(ack, encoding="latin1").read()) if os.path.exists(ack) else None


def theirs(path):
    subprocess.run([os.path.join(VENV, "bin", "x12valid"), "-q", "-m", MAPS, path], capture_output=True, timeout=300)
    ack = path + ".997"
    text = open(ack, encoding="latin1").read() if os.path.exists(ack) else ""
    return acknowledgement(text) if "AK9" in text else None


def without_refined(mine, other):
    """Mine, less the AK4s that pyx12 4 never writes: of conditions (2, 10) and of surplus elements (3) it tells by AK304 8 alone."""
    out, segment = [], ""
    for x in mine:
        segment = x if x.startswith("AK3") else segment
        if re.match(r"AK4 \S+ ref \d* code (2|3|10)$", x) and segment in other and x not in other:
            continue
        out.append(x)
    return out


def difference(a, b):
    """What only ours says, what only theirs; long ones shortened, since a first fault that is taken otherwise draws many after it."""
    def short(lines):
        return "; ".join(lines[:3]) + (" and %d more" % (len(lines) - 3) if len(lines) > 3 else "") or "-"
    return short([x for x in a if x not in b]), short([x for x in b if x not in a])


def main():
    decided, seen, equal, acks, unread = {}, set(), 0, 0, 0
    with open(VERDICTS, newline="", encoding="utf-8") as f:
        for row in csv.reader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row and not row[0].startswith("#"):
                decided[tuple(row[:3])] = row[3:]
    shutil.rmtree(WORK, ignore_errors=True)      # answers of an earlier run would be taken for new ones
    os.makedirs(WORK)
    for n, (name, data) in enumerate(cases()):
        path = os.path.join(WORK, "%03d.edi" % n)
        with open(path, "wb") as f:
            f.write(data)
        a, b = ours(path), theirs(path)
        if a is None:
            print("not ok: %s: we wrote no 997" % name)
            seen.add((name, "?", "?"))
            continue
        acks += sum(1 for x in a if x.startswith(("AK3", "AK4")))
        if b is None:
            unread += 1         # its reader is stricter about ISA than ours
            continue
        a = without_refined(a, b)
        if a == b:
            equal += 1
            continue
        row = (name,) + difference(a, b)
        if row[1:] == ("-", "-"):
            row = (name, "order: " + "; ".join(a), "order: " + "; ".join(b))
        seen.add(row)
    for row in sorted(seen - set(decided)):
        print("not decided: " + "\t".join(row))
    for row in sorted(set(decided) - seen):
        print("decided, but no longer so: " + "\t".join(row))
    total = equal + len(seen)
    print("oracle: %d files, %d AK3 and AK4; 997s equal in %d, decided in pyx12.tsv in %d; pyx12 wrote none for %d more"
          % (total, acks, equal, len(seen), unread))
    sys.exit(0 if seen == set(decided) and all(len(v) > 1 and v[1].strip() for v in decided.values()) else 1)


main()
