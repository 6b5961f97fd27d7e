#!/usr/bin/env python3
"""pyx12_speed.py - what pyx12 does with a file, by the map that rules.py wrote: `speed MAPS FILE`, MB/s of processor time and errors; `check MAPS FILE…`, how
many of the files it rejects."""
import logging
import os
import sys
import tempfile
import time

import pyx12.params
import pyx12.x12n_document

logging.disable(logging.CRITICAL)


def sound(maps, path):
    with tempfile.TemporaryFile("w+") as ack:
        try:
            return pyx12.x12n_document.x12n_document(pyx12.params.params(), path, ack, None, map_path=maps)
        except Exception:
            return False


what, maps, files = sys.argv[1], sys.argv[2], sys.argv[3:]
if what == "check":
    print(sum(not sound(maps, f) for f in files))
else:
    start = time.process_time()
    fine = sound(maps, files[0])
    print("%.4f %d" % (os.path.getsize(files[0]) / (time.process_time() - start) / 1e6, not fine))
