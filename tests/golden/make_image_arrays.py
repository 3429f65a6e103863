"""Files of arrays as NumPy and h5py write them, and images turned by NumPy; prints image_arrays.json.

Usage: python3 make_image_arrays.py > image_arrays.json   (needs numpy and h5py)
"""
import base64
import io
import json

import h5py
import numpy


def npy(array):
    out = io.BytesIO()
    numpy.save(out, array)
    return out.getvalue()


def npz(save, **arrays):
    out = io.BytesIO()
    save(out, **arrays)
    return out.getvalue()


def hdf5(fill):
    out = io.BytesIO()
    with h5py.File(out, "w") as file:
        fill(file)
    return out.getvalue()


images = (numpy.arange(4 * 3 * 5 * 2) * 7 % 251).astype("uint16").reshape(4, 3, 5, 2)
labels = numpy.array([2, 0, 2, 7])


def plain(file):
    file["images"] = images
    file["labels"] = labels


def packed(file):
    file.create_dataset("part/x", data=images.astype("int32") - 100, chunks=(2, 3, 5, 2), compression="gzip", shuffle=True)
    file.create_dataset("part/y", data=labels.astype(">i2"))
    file["note"] = "text"


files = {
    "u16.npy": npy(images),
    "f2.npy": npy((images / 8).astype("float16")),
    "big.npy": npy(images.astype(">f4")),
    "fortran.npy": npy(numpy.asfortranarray(images)),
    "text.npy": npy(numpy.array(["ash", "oak", "ash", "Ulme \u00fc"])),
    "bytes.npy": npy(numpy.array([b"ash", b"oak", b"ash", b"elm"])),
    "stored.npz": npz(numpy.savez, images=images, labels=labels),
    "packed.npz": npz(numpy.savez_compressed, images=images, labels=labels),
    "plain.h5": hdf5(plain),
    "packed.h5": hdf5(packed),
}
square = numpy.arange(3 * 3 * 2).reshape(3, 3, 2)
turns = [numpy.rot90(numpy.fliplr(square) if turn & 4 else square, turn & 3).flatten().tolist() for turn in range(8)]

print(json.dumps({
    "numpy": numpy.__version__,
    "h5py": h5py.__version__,
    "images": images.flatten().tolist(),
    "labels": labels.tolist(),
    "square": square.flatten().tolist(),
    "turns": turns,
    "files": {name: base64.b64encode(data).decode() for name, data in files.items()},
}, indent=0))
