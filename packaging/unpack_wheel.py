"""Unpacks chosen files of a Python wheel: unpack_wheel.py TARGET WHEEL PATTERN...

The leading package folders are dropped, so that torch/lib/x and nvidia/cu13/lib/x both become TARGET/lib/x.
"""

import fnmatch
import pathlib
import re
import shutil
import sys
import zipfile

PACKAGE = re.compile(r"^(torch|nvidia/[^/]+|fracast/weights|[^/]+\.dist-info/licenses)/")


def main(target, wheel, *patterns):
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
        for pattern in patterns:
            chosen = fnmatch.filter(names, pattern)
            if not chosen:
                sys.exit(f"error: {wheel} has no {pattern}")
            for name in chosen:
                path = pathlib.Path(target, PACKAGE.sub("", name))
                path.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(name) as source, open(path, "wb") as sink:
                    shutil.copyfileobj(source, sink, 1 << 20)


main(*sys.argv[1:])
