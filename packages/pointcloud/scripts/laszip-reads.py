# laszip-reads.py FILE.laz…: reads each with LASzip, prints the SHA-256 of its records as JSON, and writes FILE.by-laszip.laz from FILE.las if
# that is beside it (Debian: python3-laspy, python3-laszip).
import hashlib
import json
import os
import sys

import laspy

LASZIP = laspy.LazBackend.Laszip
hashes = {}
for name in sys.argv[1:]:
    plain = name[: -len(".laz")] + ".las"
    if os.path.exists(name):
        hashes[name] = hashlib.sha256(laspy.read(name, laz_backend=LASZIP).points.array.tobytes()).hexdigest()
    if os.path.exists(plain):
        with open(name[: -len(".laz")] + ".by-laszip.laz", "wb") as file:
            laspy.read(plain).write(file, do_compress=True, laz_backend=LASZIP)
print(json.dumps(hashes))
