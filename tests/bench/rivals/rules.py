#!/usr/bin/env python3
"""rules.py - our grammar of a set, written in the form that another validator reads, so that all check the same rules.

   rules.py staedi SCHEMAS RELEASE SET >schema.xml        an EDISchema v4 for StAEDI
   rules.py pyx12 SCHEMAS RELEASE SET PACKAGE DIR         a folder of maps for pyx12; its control maps are copied from PACKAGE/map

SCHEMAS is our schemas/.  What is carried over: segments, loops, repeats, elements with type and length, composites, closed code lists,
relational conditions.  What cannot be: open code lists (nobody checks those), names, and a guide."""
import os
import shutil
import sys
import xml.etree.ElementTree as ET

MANY = 999999


class Grammar:
    def __init__(self, schemas, release, set_id):
        self.folder = os.path.join(schemas, "x12", release)
        self.release, self.id = release, set_id
        self.elements, self.composites, self.segments, self.codes = {}, {}, {}, {}
        for name in ("segments.xml", "envelope.xml"):
            self.read_dictionary(os.path.join(self.folder, name))
        for node in ET.parse(os.path.join(self.folder, "codes.xml")).getroot().iter("codes"):
            if node.get("open") == "no":
                self.codes[node.get("ref")] = [c.get("value") for c in node.iter("code")]
        self.root = ET.parse(os.path.join(self.folder, set_id + ".xml")).getroot()

    def read_dictionary(self, path):
        root = ET.parse(path).getroot()
        for node in root:
            if node.tag == "element":
                self.elements[node.get("ref")] = (node.get("type"), int(node.get("min")), int(node.get("max")))
            elif node.tag == "composite":
                self.composites[node.get("ref")] = [(c.get("ref"), c.get("usage") == "M") for c in node.iter("component")]
            elif node.tag == "segment":
                self.segments[node.get("id")] = (list(self.positions(node)), (node.get("notes") or "").split())

    @staticmethod
    def positions(segment):
        """(element, mandatory) of each position."""
        for node in segment:
            if node.tag == "repeat":
                for _ in range(int(node.get("times"))):
                    yield from Grammar.positions(node)
            elif node.tag == "e":
                yield node.get("ref"), node.get("usage") == "M"

    @staticmethod
    def bounds(node):
        most = node.get("max", "1")
        return int(node.get("usage") == "M"), MANY if most == "unbounded" else int(most)

    def used(self):
        """Segments of the set without ST and SE, each once."""
        return list(dict.fromkeys(s.get("id") for s in self.root.iter("segment") if s.get("id") not in ("ST", "SE")))


# ---- StAEDI ----

NOTES = {"P": "paired", "R": "required", "E": "exclusion", "C": "conditional", "L": "list"}
BASES = {"AN": "string", "ID": "identifier", "DT": "date", "TM": "time", "R": "decimal", "B": "binary"}


def staedi(g):
    out = ['<schema xmlns="http://xlate.io/EDISchema/v4">', "<transaction><sequence>"]
    loops = {}

    def walk(node):
        for child in node:
            least, most = g.bounds(child)
            if child.tag == "loop":
                loops[child.get("id")] = n = loops.get(child.get("id"), 0) + 1
                out.append('<loop code="%s-%d" minOccurs="%d" maxOccurs="%d"><sequence>' % (child.get("id"), n, least, most))
                walk(child)
                out.append("</sequence></loop>")
            elif child.tag == "segment" and child.get("id") not in ("ST", "SE"):
                out.append('<segment type="%s" minOccurs="%d" maxOccurs="%d"/>' % (child.get("id"), least, most))

    walk(g.root)
    out.append("</sequence></transaction>")
    refs = {r for s in g.used() for r, _ in g.segments[s][0]}
    parts = {r for c in refs if c in g.composites for r, _ in g.composites[c]}
    for ref in sorted((refs | parts) - set(g.composites)):
        kind, least, most = g.elements[ref]
        scale = ' scale="%s"' % kind[1:] if kind[0] == "N" and kind[1:] not in ("", "0") else ""
        codes = "".join("<value>%s</value>" % c for c in g.codes.get(ref, []))
        out.append('<elementType name="E%s" number="%s" base="%s"%s minLength="%d" maxLength="%d">%s</elementType>'
                   % (ref, ref, BASES.get(kind, "numeric"), scale, least, most, "<enumeration>%s</enumeration>" % codes if codes else ""))
    for ref in sorted(refs & set(g.composites)):
        out.append('<compositeType name="%s"><sequence>' % ref)
        out += ['<element type="E%s" minOccurs="%d"/>' % (r, must) for r, must in g.composites[ref]]
        out.append("</sequence></compositeType>")
    for s in g.used():
        positions, notes = g.segments[s]
        out.append('<segmentType name="%s"><sequence>' % s)
        for ref, must in positions:
            tag = "composite" if ref in g.composites else "element"
            out.append('<%s type="%s%s" minOccurs="%d"/>' % (tag, "" if tag == "composite" else "E", ref, must))
        out.append("</sequence>")
        for note in notes:
            places = "".join("<position>%d</position>" % int(note[k:k + 2]) for k in range(1, len(note), 2))
            out.append('<syntax type="%s">%s</syntax>' % (NOTES[note[0]], places))
        out.append("</segmentType>")
    out.append("</schema>")
    print('<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(out))


# ---- pyx12 ----

def pyx12(g, package, folder):
    os.makedirs(folder, exist_ok=True)
    for name in ("codes.xml", "x12.control.00401.xml", "x12.control.00501.xml"):
        shutil.copy(os.path.join(package, "map", name), folder)
    out, at = ['<transaction xid="%s"><name>%s</name>' % (g.id, g.id)], [0]

    def start(tag, xid, least, most, extra=""):
        at[0] += 1
        out.append('<%s xid="%s"%s><name>%s</name><usage>%s</usage><pos>%05d</pos>' % (tag, xid, extra, xid, "R" if least else "S", at[0]))
        out.append("<%s>%s</%s>" % (("max_use", most, "max_use") if tag == "segment" else ("repeat", most, "repeat")))

    def element(xid, ref, must, seq, only=None):
        if ref in g.composites:
            out.append('<composite xid="%s"><data_ele>%s</data_ele><name>%s</name><usage>%s</usage><seq>%02d</seq>'
                       % (xid, ref, ref, "R" if must else "S", seq))
            for k, (part, part_must) in enumerate(g.composites[ref], 1):
                element("%s-%02d" % (xid, k), part, part_must, k)
            out.append("</composite>")
            return
        out.append('<element xid="%s"><data_ele>%s</data_ele><name>%s</name><usage>%s</usage><seq>%02d</seq>'
                   % (xid, ref, ref, "R" if must else "S", seq))
        codes = only or g.codes.get(ref)
        if codes:
            out.append("<valid_codes>%s</valid_codes>" % "".join("<code>%s</code>" % c for c in codes))
        out.append("</element>")

    def segment(sid, least, most, only=None):
        start("segment", sid, least, ">1" if most == MANY else most)
        out[-1] = out[-1].replace(">>1<", ">&gt;1<")
        positions, notes = g.segments[sid]
        out.extend("<syntax>%s</syntax>" % n for n in notes)
        for k, (ref, must) in enumerate(positions, 1):
            element("%s%02d" % (sid, k), ref, must, k, (only or {}).get(k))
        out.append("</segment>")

    def loop(xid, least, most, extra=""):
        start("loop", xid, least, "&gt;1" if most == MANY else most, extra)

    def walk(node):
        for child in node:
            if child.tag == "loop":
                loop("%s_%d" % (child.get("id"), at[0]), *g.bounds(child))
                walk(child)
                out.append("</loop>")
            elif child.tag == "segment" and child.get("id") not in ("ST", "SE"):
                segment(child.get("id"), *g.bounds(child))

    explicit, wrapper = ' type="explicit"', ' type="wrapper"'
    loop("ISA_LOOP", 1, MANY, explicit)
    segment("ISA", 1, 1)
    loop("GS_LOOP", 1, MANY, explicit)
    segment("GS", 1, 1)
    loop("ST_LOOP", 1, MANY, explicit)
    segment("ST", 1, 1, {1: [g.id]})
    loop("HEADER", 1, 1, wrapper)
    walk(g.root)
    out.append("</loop>")
    segment("SE", 1, 1)
    out.append("</loop>")
    segment("GE", 1, 1)
    out.append("</loop>")
    segment("IEA", 1, 1)
    out.append("</loop></transaction>")

    def write(name, text):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
            f.write('<?xml version="1.0" encoding="utf-8"?>\n' + text)

    write("ours.xml", "\n".join(out))
    write("maps.xml", '<maps><version icvn="00401"><map vriic="%s" fic="%s" abbr="%s">ours.xml</map></version></maps>'
          % (g.release, g.root.get("functional"), g.id))
    write("dataele.xml", "<data_elements>%s</data_elements>" % "".join(
        '<data_ele ele_num="%s" data_type="%s" min_len="%d" max_len="%d" name="%s"/>' % ((ref,) + what + (ref,))
        for ref, what in sorted(g.elements.items())))


def main():
    form, schemas, release, set_id = sys.argv[1:5]
    g = Grammar(schemas, release, set_id)
    if form == "staedi":
        staedi(g)
    else:
        pyx12(g, *sys.argv[5:7])


main()
