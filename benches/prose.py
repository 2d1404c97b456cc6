"""Writes the sentences of calm post-mortem prose, one a line, without those that the coach has learned from.

python3 benches/prose.py CORPORA FOLDER makes FOLDER/nasa.txt and FOLDER/dfds.txt from CORPORA/nasa_llis/llis.jsonl and
CORPORA/dfds/*.md; `examples/evaluate --prose` of the coach reads them.
"""

import json
import pathlib
import re
import sys

LEARNED = pathlib.Path(__file__).parent.parent / "crates/coach/data"
TOLD = ("abstract", "event", "driving_event", "lesson", "lessons_learned")


def sentences(text):
    for sentence in re.split(r'(?<=[.!?])\s+(?=[A-Z0-9"])', " ".join(str(text or "").split())):
        if 4 <= len(sentence.split()) <= 60 and sentence[-1] in ".!?":
            yield sentence


def main(corpora, folder):
    known = set()
    for file in LEARNED.glob("*/prose-*.jsonl"):
        known |= {json.loads(line)["text"] for line in file.open(encoding="utf-8")}
    nasa, dfds = [], []
    for line in (corpora / "nasa_llis/llis.jsonl").open(encoding="utf-8"):
        record = json.loads(line)
        for part in TOLD:
            nasa += [sentence for sentence in sentences(record.get(part)) if sentence not in known]
    for file in sorted((corpora / "dfds").glob("*.md")):
        for line in file.open(encoding="utf-8"):
            dfds += list(sentences(line))
    folder.mkdir(parents=True, exist_ok=True)
    for name, found in (("nasa", nasa), ("dfds", dfds)):
        (folder / f"{name}.txt").write_text("\n".join(found) + "\n", encoding="utf-8")
        print(f"{name}.txt: {len(found)} sentences")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
