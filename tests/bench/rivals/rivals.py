#!/usr/bin/env python3
"""rivals.py - one round-robin run of crossdock and the others: rivals.py CROSSDOCK HERE DIR DATA ROUNDS SECONDS RIVAL…

Every contender once a round, beginning with another each time; the ratio is taken within the round and its median printed, so that a machine
whose speed drifts gives steady ratios.  Processor time is counted, since others may be at work.  Ours is the whole process on 100 MB, start-up
included; the others are taken inside their process, loaded and, where it helps (JVM, V8), warm, on 1 MB.  Before that each says how many of the faulty files it refuses, and whether the clean one
is sound to it: a ratio is like for like only where these agree."""
import glob
import os
import resource
import statistics
import subprocess
import sys

CROSSDOCK, HERE, DIR, DATA, ROUNDS, SECONDS = sys.argv[1:7]
JAVA = ["java", "-cp", ":".join(glob.glob(DIR + "/staedi/*.jar") + [DIR + "/staedi"]), "Staedi"]
SMALL, LARGE = DATA + "/850-1M.edi", DATA + "/850-100M.edi"
RUNS = {        # what, and the arguments before and after the files
    "staedi": (JAVA, [DIR + "/staedi/850.xml"]),
    "pyx12": ([DIR + "/venv/bin/python", HERE + "/pyx12_speed.py"], [DIR + "/maps-850"]),
    "nodex12": (["node", HERE + "/nodex12.js"], []),
}
WORDS = {"staedi": "StAEDI", "pyx12": "pyx12", "nodex12": "node-x12, which parses without rules"}


def output(command):
    env = dict(os.environ, NODE_PATH=DIR + "/node/node_modules")
    run = subprocess.run(command, capture_output=True, text=True, env=env)
    if run.returncode:
        sys.exit("%s: exit %d\n%s" % (" ".join(command[:4]), run.returncode, run.stderr[-800:]))
    return run.stdout.strip().splitlines()[-1]


def refused(rival, files):
    if rival == "ours":
        return sum(subprocess.run([CROSSDOCK, "validate", f], capture_output=True).returncode != 0 for f in files)
    program, rules = RUNS[rival]
    return int(output(program + ["check"] + rules + files))


def children_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def speed(rival):
    """MB/s of processor time."""
    if rival == "ours":
        start = children_seconds()
        run = subprocess.run([CROSSDOCK, "validate", LARGE], capture_output=True)
        if run.returncode:
            sys.exit("crossdock validate: exit %d" % run.returncode)
        return os.path.getsize(LARGE) / (children_seconds() - start) / 1e6
    program, rules = RUNS[rival]
    value, errors = output(program + ["speed"] + rules + [SMALL] + ([] if rival == "pyx12" else [SECONDS])).split()
    if errors != "0":
        sys.exit("%s finds fault with the clean file: %s" % (rival, errors))
    return float(value)


def main():
    rivals = ["ours"] + sys.argv[7:]
    faulty = sorted(glob.glob(DIR + "/faults/*.edi"))[1:]
    for rival in rivals:
        print("bench: rival-%s-refused %d of-%d-faulty-files" % (rival, refused(rival, faulty), len(faulty)), flush=True)
    got = {rival: [] for rival in rivals}
    for r in range(int(ROUNDS)):
        at = r % len(rivals)
        for rival in rivals[at:] + rivals[:at]:
            got[rival].append(speed(rival))
    for rival in rivals:
        print("bench: rival-%s-850-speed %.3f MB/s" % (rival, statistics.median(got[rival])))
    for rival in rivals[1:]:
        ratios = [a / b for a, b in zip(got["ours"], got[rival])]
        print("bench: # %s: lowest %.0f, highest %.0f" % (WORDS[rival], min(ratios), max(ratios)))
        print("bench: rival-%s-850 %.0f x" % (rival, statistics.median(ratios)))


main()
