"""How often the coach would ask about the lines of the demo's log, which are good answers as somebody wrote them.

Run it from the root of the repository, after `cargo build --release -p hansei-coach --example asked`:

    python3 benches/own_lines.py

For each field it prints how many lines there are, what share of them is asked about, and about which flaw.
"""

import collections
import json
import os
import pathlib
import subprocess

FIELDS = {
    "answers/intended/statement": "intended",
    "answers/happened/moments/what": "happened",
    "answers/why/causes/statement": "why",
    "answers/why/counter/answer": "opposite",
    "answers/next/lesson": "lesson",
}
CUE, ACT = "answers/next/commitments/cue", "answers/next/commitments/act"


def texts(value, path=()):
    """Lists every text of a JSON value with the names that lead to it."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from texts(inner, (*path, name))
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, path)
    elif isinstance(value, str):
        yield "/".join(path), value


def lines():
    """Lists the lines of the demo with their fields."""
    told = []
    for quarter in sorted(pathlib.Path("crates/app/src/demo").glob("quarter_*.json")):
        for entry in json.loads(quarter.read_text()):
            told.extend(texts(entry))
    plans = zip((text for at, text in told if at == CUE), (text for at, text in told if at == ACT))
    return [(FIELDS[at], text) for at, text in told if at in FIELDS] + [
        ("next", f"If {cue}, then I will {act}") for cue, act in plans
    ]


def main():
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", "target"))
    told = lines()
    asked = subprocess.run(
        [target / "release/examples/asked"],
        input="\n".join(json.dumps({"field": field, "text": text}) for field, text in told),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    counts = collections.defaultdict(collections.Counter)
    for (field, _), flaw in zip(told, asked, strict=True):
        counts[field][flaw] += 1
        counts["all"][flaw] += 1
    for field, flaws in counts.items():
        every = flaws.total()
        which = ", ".join(f"{flaw} {count}" for flaw, count in sorted(flaws.items()) if flaw != "-")
        print(f"{field:9} {every:4}  {100 * (every - flaws['-']) / every:4.1f} %  {which}")


if __name__ == "__main__":
    main()
