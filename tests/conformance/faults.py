#!/usr/bin/env python3
"""faults.py - one sound 850, and the same with one fault at a time, each a thing that a reader of the standard would reject or note.

   faults.py DIR        writes them to DIR, 000.edi (sound) and on

Where a fault adds or drops a segment, SE01 is put right again, so that no case is caught by the count alone."""
import os
import sys

ORDER = """ST*850*0001
BEG*00*NE*4KX7Q2WA**20260303
CUR*BY*GBP
REF*CR*PRMV1
PER*BD*A. Buyer*TE*0123456
CSH*Y
SAC*A*C310***2500
ITD*01*3*2**30
DTM*064*20260309
DTM*063*20260316
N9*L1*SHIPPING
MSG*Ring the bell
N1*ST*Warehouse*92*LTN4
N3*1 High Street
N4*Town*LN*12345*GB
PO1*1*24*EA*18.5*PE*EN*5012345000015*VN*AB-1
PID*F****Toddler shoe
PO4*12*1*EA
PO1*2*10*CA*60**EN*5012345000053
CTT*2*34
SE*21*0001""".split("\n")


def change(old, new):
    def f(lines):
        assert old in lines, old
        at = lines.index(old)
        return lines[:at] + ([new] if isinstance(new, str) else new) + lines[at + 1:]
    return f


def swap(a, b):
    def f(lines):
        i, j = lines.index(a), lines.index(b)
        lines = list(lines)
        lines[i], lines[j] = lines[j], lines[i]
        return lines
    return f


BEG, PO1, CTT = ORDER[1], ORDER[15], ORDER[19]
FAULTS = {
    "sound": lambda x: x,
    "BEG01 not a code": change(BEG, BEG.replace("*00*", "*Q1*")),
    "BEG01 missing": change(BEG, BEG.replace("*00*", "**")),
    "BEG02 not a code": change(BEG, BEG.replace("*NE*", "*XX*")),
    "BEG03 missing": change(BEG, BEG.replace("4KX7Q2WA", "")),
    "BEG03 too long": change(BEG, BEG.replace("4KX7Q2WA", "X" * 23)),
    "BEG05 no day": change(BEG, BEG.replace("20260303", "20260231")),
    "BEG05 six digits": change(BEG, BEG.replace("20260303", "260303")),
    "BEG05 missing": change(BEG, "BEG*00*NE*4KX7Q2WA"),
    "BEG surplus element": change(BEG, BEG + "********X*Y"),
    "BEG missing": change(BEG, []),
    "BEG twice": change(BEG, [BEG, BEG]),
    "CUR01 too short": change("CUR*BY*GBP", "CUR*B*GBP"),
    "CUR02 too long": change("CUR*BY*GBP", "CUR*BY*GBPX"),
    "CUR twice": change("CUR*BY*GBP", ["CUR*BY*GBP", "CUR*BY*GBP"]),
    "CUR after REF": swap("CUR*BY*GBP", "REF*CR*PRMV1"),
    "REF01 missing": change("REF*CR*PRMV1", "REF**PRMV1"),
    "REF alone": change("REF*CR*PRMV1", "REF*CR"),
    "PER04 without PER03": change(ORDER[4], "PER*BD*A. Buyer**0123456"),
    "PER03 without PER04": change(ORDER[4], "PER*BD*A. Buyer*TE"),
    "PER four times": change(ORDER[4], [ORDER[4]] * 4),
    "SAC after ITD": swap("SAC*A*C310***2500", "ITD*01*3*2**30"),
    "SAC01 missing": change("SAC*A*C310***2500", "SAC**C310***2500"),
    "SAC05 not a number": change("SAC*A*C310***2500", "SAC*A*C310***25.00"),
    "DTM qualifier only": change("DTM*064*20260309", "DTM*064"),
    "DTM02 with a letter": change("DTM*064*20260309", "DTM*064*2026030X"),
    "DTM03 no time": change("DTM*064*20260309", "DTM*064*20260309*2560"),
    "DTM eleven times": change("DTM*063*20260316", ["DTM*063*20260316"] * 10),
    "MSG without N9": change("N9*L1*SHIPPING", []),
    "N101 missing": change(ORDER[12], "N1**Warehouse*92*LTN4"),
    "N1 alone": change(ORDER[12], "N1*ST"),
    "N103 without N104": change(ORDER[12], "N1*ST*Warehouse*92"),
    "N3 three times": change("N3*1 High Street", ["N3*1 High Street"] * 3),
    "N3 too long": change("N3*1 High Street", "N3*" + "x" * 56),
    "N3 before N1": swap("N3*1 High Street", ORDER[12]),
    "N4 before N3": swap("N3*1 High Street", "N4*Town*LN*12345*GB"),
    "PO102 letters": change(PO1, PO1.replace("*24*", "*many*")),
    "PO102 missing": change(PO1, PO1.replace("*24*", "**")),
    "PO102 sixteen digits": change(PO1, PO1.replace("*24*", "*1234567890123456*")),
    "PO102 two points": change(PO1, PO1.replace("*24*", "*2.4.1*")),
    "PO103 too long": change(PO1, PO1.replace("*EA*", "*EACH*")),
    "PO106 without PO107": change(PO1, PO1.replace("*5012345000015*VN*AB-1", "")),
    "PO107 without PO106": change(PO1, PO1.replace("*EN*", "**")),
    "PO109 missing": change(PO1, PO1.replace("*AB-1", "")),
    "PO1 twenty-six elements": change(PO1, PO1 + "*XX*X" * 8 + "*Z"),
    "PO1 missing": lambda x: [s for s in x if not s.startswith(("PO1", "PID", "PO4"))],
    "PID01 not a code": change("PID*F****Toddler shoe", "PID*Q****Toddler shoe"),
    "PO402 without PO403": change("PO4*12*1*EA", "PO4*12*5"),
    "unknown segment": change("CSH*Y", ["CSH*Y", "ZZZ*1"]),
    "segment of another set": change("CSH*Y", ["CSH*Y", "BAK*00*AC*X*20260303"]),
    "segment without elements": change("CSH*Y", "CSH"),
    "CTT01 missing": change(CTT, "CTT**34"),
    "CTT twice": change(CTT, [CTT, CTT]),
    "PO1 after CTT": change(CTT, [CTT, PO1]),
    "two faults in a segment": change(PO1, PO1.replace("*24*EA*", "*many*EACH*")),
    "faults in three segments": lambda x: change(BEG, BEG.replace("*00*", "**"))(change(PO1, PO1.replace("*EA*", "*EACH*"))(change("CSH*Y", "CSH*YYY")(x))),
    "SE01 too high": lambda x: x[:-1] + ["SE*99*0001"],
    "SE02 differs": lambda x: x[:-1] + ["SE*21*0002"],
    "SE missing": lambda x: x[:-1],
}


def interchange(segments, sets=1, ge01=None, ge02="101"):
    head = ["ISA*00*          *00*          *ZZ*AMAZON         *ZZ*PRMV1          *260303*0915*U*00401*000000101*0*T*>",
            "GS*PO*AMAZON*PRMV1*20260303*0915*101*X*004010"]
    return "".join(s + "~\n" for s in head + segments + ["GE*%s*%s" % (ge01 or sets, ge02), "IEA*1*000000101"])


def recounted(segments):
    return segments[:-1] + ["SE*%d*0001" % len(segments)] if segments[-1].startswith("SE*21*") and not segments[-1].endswith("2") else segments


def files():
    """(name, bytes), the sound one first."""
    for name, fault in FAULTS.items():
        yield name, interchange(recounted(fault(list(ORDER)))).encode()
    second = [s.replace("*0001", "*0002") if s[:2] in ("ST", "SE") else s for s in ORDER]
    bad = recounted(FAULTS["PO102 letters"](list(ORDER)))
    yield "two sets, the first rejected", interchange(bad + second, 2).encode()
    yield "GE01 too high", interchange(ORDER, 1, ge01="3").encode()
    yield "GE02 differs", interchange(ORDER, 1, ge02="7").encode()


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    for n, (_, data) in enumerate(files()):
        with open(os.path.join(sys.argv[1], "%03d.edi" % n), "wb") as f:
            f.write(data)
