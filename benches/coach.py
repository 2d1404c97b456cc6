"""The coach beside tools that check prose, on sentences that it never learned from.

python3 benches/coach.py [FOLDER] installs proselint (PyPI), alex and write-good (npm) into FOLDER, or into a temporary folder, and
sends each the sentences of crates/coach/data/test: what share of the sentences with each flaw it says anything about, what share of
those without, the time a sentence takes, and the time to start. The others look for other things than the coach does, so this says
what somebody would hear who used them in its place, and not how good they are at what they are for. ASKED names the example `asked`
where it is not in target/release/examples.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from common import BINARY, ROOT

SENTENCES = sorted((ROOT / "crates/coach/data/test").glob("writer-*.jsonl"))
PROSE = sorted((ROOT / "crates/coach/data/test").glob("prose-*.jsonl"))
ASKED = Path(os.environ.get("ASKED", ROOT / "target" / "release" / "examples" / "asked"))
STARTS = 9


def labelled():
    """Sentences with a flaw that stands in one sentence, and whether they have it."""
    for file in SENTENCES + PROSE:
        for line in file.open(encoding="utf-8"):
            line = json.loads(line)
            if line.get("label") in (0, 1):
                line["is_prose"] = file in PROSE
                yield line


def install(folder):
    """Puts the tools into a folder, unless they are there."""
    python, node = folder / "py", folder / "node_modules" / ".bin"
    if not (python / "bin" / "proselint").exists():
        subprocess.run([sys.executable, "-m", "venv", python], check=True)
        subprocess.run([python / "bin" / "pip", "install", "--quiet", "proselint"], check=True)
    if not (node / "alex").exists() or not (node / "write-good").exists():
        subprocess.run(["npm", "install", "--silent", "--prefix", folder, "alex", "write-good"], check=True)
    return python / "bin" / "proselint", node / "alex", node / "write-good"


def lines_told(found):
    """Which sentences are meant: each stands on a line of its own, with an empty line below it."""
    return {(int(line) - 1) // 2 for line in found}


def proselint(program, file):
    told = subprocess.run([program, "check", "--output-format", "json", file], capture_output=True, text=True).stdout
    results = json.loads(told or "{}").get("result", {})
    return lines_told(found["pos"][0] for result in results.values() for found in result.get("diagnostics", []))


def alex(program, file):
    told = subprocess.run([program, file], capture_output=True, text=True)
    return lines_told(re.findall(r"^\s*(\d+):\d+-\d+:\d+\s", told.stderr + told.stdout, re.MULTILINE))


def write_good(program, file):
    told = subprocess.run([program, "--parse", file], capture_output=True, text=True).stdout
    return lines_told(re.findall(r":(\d+):\d+:", told))


def coach(program, file):
    told = subprocess.run([program], stdin=file.open(encoding="utf-8"), capture_output=True, text=True, check=True).stdout
    return {at for at, code in enumerate(told.splitlines()) if code != "-"}


def seconds(tool, program, file):
    started = time.perf_counter()
    found = tool(program, file)
    return time.perf_counter() - started, found


def start_of(command, given=""):
    """Median milliseconds of a command that is given next to nothing."""
    times = []
    for _ in range(STARTS):
        started = time.perf_counter()
        subprocess.run(command, input=given, capture_output=True, text=True)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def share(told, rows):
    return f"{100 * len(told & rows) / len(rows):6.1f}" if rows else f"{'-':>6}"


def main(folder):
    rows = list(labelled())
    texts = [" ".join(row["text"].split()) for row in rows]
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        plain, nothing, asked = work / "sentences.txt", work / "nothing.txt", work / "sentences.jsonl"
        none = work / "nothing.jsonl"
        plain.write_text("\n\n".join(texts) + "\n", encoding="utf-8")
        nothing.write_text("", encoding="utf-8")
        none.write_text("", encoding="utf-8")
        lines = (json.dumps({"field": row["field"], "text": text}) for row, text in zip(rows, texts))
        asked.write_text("\n".join(lines) + "\n", encoding="utf-8")
        programs = install(folder)
        tools = [("hansei", coach, ASKED, asked, none)]
        tools += [
            (tool.__name__.replace("_", "-"), tool, program, plain, nothing)
            for tool, program in zip((proselint, alex, write_good), programs)
        ]
        told, cost, start = {}, {}, {}
        for name, tool, program, file, empty in tools:
            start[name] = statistics.median(seconds(tool, program, empty)[0] * 1000 for _ in range(STARTS))
            taken, told[name] = seconds(tool, program, file)
            cost[name] = (taken * 1000 - start[name]) / len(rows)
    report(rows, told, cost, start)


def report(rows, told, cost, start):
    groups = defaultdict(set)
    for at, row in enumerate(rows):
        groups["calm prose" if row["is_prose"] and row["label"] == 0 else (row["flaw"], row["label"])].add(at)
    names = list(told)
    print(f"{'something is said about, in %':<34}" + "".join(f"{name:>12}" for name in names))
    codes = sorted({row["flaw"] for row in rows}, key=lambda code: int(code[1:]))
    for label, words in ((1, "with"), (0, "without")):
        for code in codes:
            group = groups[(code, label)]
            if group:
                shares = "".join(f"{share(told[name], group):>12}" for name in names)
                print(f"{code:<4}{words:<9}{len(group):>6} sentences     {shares}")
    group = groups["calm prose"]
    print(f"{'calm prose':<13}{len(group):>6} sentences     " + "".join(f"{share(told[name], group):>12}" for name in names))
    print(f"{'milliseconds a sentence':<34}" + "".join(f"{cost[name]:>12.3f}" for name in names))
    print(f"{'milliseconds to start':<34}" + "".join(f"{start[name]:>12.1f}" for name in names))
    if BINARY.exists():
        version = start_of([BINARY, "--version"])
        empty, short = (start_of([BINARY, "coach", "why"], given) for given in ("", "It rained on the day.\n"))
        print(f"hansei --version {version:.1f} ms; hansei coach, nothing {empty:.1f} ms, one sentence {short:.1f} ms")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]).resolve())
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary))
