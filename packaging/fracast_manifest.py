"""Checks Fracast-0's weights and writes or checks the manifest beside them: fracast_manifest.py [--check] FOLDER"""

import hashlib
import json
import math
import pathlib
import sys

FACTS = {
    "name": "Fracast-0",
    "modality": "time-series",
    "architecture": "fracast",
    "parameters": 85001,
    "licence": "Apache-2.0",
    "source": "Python package fracast 0.1.0",
    "weights": "model.safetensors",
    "pretraining_data": ["GiftEvalPretrain", "LOTSA", "Chronos data", "BOOM", "fev"],
}
TENSORS = 47


def check_weights(data):
    """Raises ValueError unless data is a whole safetensors file with the expected float32 tensors."""
    length = int.from_bytes(data[:8], "little")
    if not 2 <= length <= len(data) - 8:
        raise ValueError("the header's length is impossible")
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    values = 0
    for name, tensor in header.items():
        count = math.prod(tensor["shape"])
        begin, end = tensor["data_offsets"]
        if tensor["dtype"] != "F32" or end - begin != 4 * count:
            raise ValueError(f"tensor {name} is not {count} float32 values")
        values += count
    if len(header) != TENSORS or values != FACTS["parameters"] or len(data) != 8 + length + 4 * values:
        raise ValueError(f"{len(header)} tensors with {values} values; {TENSORS} with {FACTS['parameters']} expected")


def main(folder, check):
    data = pathlib.Path(folder, FACTS["weights"]).read_bytes()
    check_weights(data)
    manifest = FACTS | {"sha256": hashlib.sha256(data).hexdigest()}
    path = pathlib.Path(folder, "manifest.json")
    if check:
        if json.loads(path.read_text()) != manifest:
            raise ValueError("the manifest does not match")
    else:
        path.write_text(json.dumps(manifest, indent=2) + "\n")


try:
    main(sys.argv[-1], "--check" in sys.argv[1:-1])
except (OSError, ValueError, KeyError) as error:
    sys.exit(f"error: {sys.argv[-1]}: {error}")
