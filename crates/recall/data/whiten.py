"""Makes the matrix by which the sum of a text's token vectors is turned, so that texts differ along all of its dimensions.

    python3 crates/recall/data/whiten.py crates/recall/data OUT SENTENCES.jsonl…        (needs numpy, PyPI)

Most of what differs between sums of token vectors lies along a few directions that all texts have more or less of. So each
principal direction of the sentences is divided by the root of its singular value: half of the way to whitening, which would
divide by all of it and let what is hardly there count as much as the rest. The new dimensions are in the order of what differs
along them. Source: Su and others 2021, "Whitening sentence representations for better semantics and faster retrieval", arXiv
2103.15316; half of the way by our own figures (docs/decisions/0021).

The sentences are objects with a "text": the coach's own, `crates/coach/data/sentences/{plain,writer}-*.jsonl`.
"""

import json
import re
import struct
import sys
import unicodedata

import numpy as np

POWER = 0.5


def read(path):
    """The rows of a table of tokens, and where each piece of a word stands in it."""
    data = open(path, "rb").read()
    assert data[:4] == b"SE01", "not a table of tokens"
    count, dimensions = struct.unpack("<II", data[4:12])
    scales = np.frombuffer(data, "<f4", count, 12)
    rows = np.frombuffer(data, np.int8, count * dimensions, 12 + 4 * count).reshape(count, dimensions)
    pieces = data[12 + count * (4 + dimensions):].decode().split("\n")
    return rows * scales[:, None].astype(np.float64), {piece: row for row, piece in enumerate(pieces)}


def split(text, place):
    """The rows of a text: the longest piece each time, as BERT splits words."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn")
    rows = []
    for word in re.findall(r"\w+|[^\w\s]", plain):
        start, found = 0, []
        while start < len(word):
            mark = "##" if start else ""
            end = next((end for end in range(len(word), start, -1) if mark + word[start:end] in place), None)
            if end is None:
                found = []
                break
            found.append(place[mark + word[start:end]])
            start = end
        rows += found
    return rows


def main():
    folder, out, *files = sys.argv[1:]
    rows, place = read(f"{folder}/tokens.bin")
    texts = sorted({json.loads(line)["text"] for file in files for line in open(file)})
    sums = np.array([rows[split(text, place)].sum(axis=0) for text in texts])
    lengths = np.linalg.norm(sums, axis=1)
    directions = sums[lengths > 0] / lengths[lengths > 0, None]
    _, values, principal = np.linalg.svd(directions - directions.mean(axis=0), full_matrices=False)
    # The sign of a principal direction is a matter of chance.
    principal *= np.sign(principal[np.arange(len(principal)), np.abs(principal).argmax(axis=1)])[:, None]
    matrix = principal.T / (values / values[0]) ** POWER
    matrix.astype("<f4").tofile(out)
    print(f"{len(directions)} sentences; the last dimension varies {values[-1] / values[0]:.3f} times as much as the first")


main()
