"""What the benchmarks share: a seeded log, and one command run with its cost read from the kernel."""

import json
import os
import random
import subprocess
import tempfile
import time
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BINARY = Path(os.environ.get("HANSEI", ROOT / "target" / "release" / "hansei"))

SITUATIONS = ["proposal", "handover", "release", "night shift", "lesson", "grant", "harvest", "audit", "rehearsal", "delivery"]
CAUSES = ["nobody owned the date", "the brief grew", "the alarm was muted", "the form needed a signature", "I assumed the old price"]
WORDS = ("the a we I they on at before after during client nurse server rehearsal invoice patient deploy budget kitchen ward meeting "
         "late early wrong missing broken full empty second third Monday Friday morning evening call mail note sheet list order").split()


def sentence(rng, least=8, most=24):
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(least, most)))


def rare(number):
    """A word that stands in one entry only."""
    return "rare" + "".join(chr(97 + int(digit)) for digit in str(number))


def entry(number, rng):
    """One entry as a line of the export; two of three are reviewed to the end."""
    day = f"{2016 + number % 10:04}-{1 + rng.randrange(12):02}-{1 + rng.randrange(28):02}"
    reviewed = number % 3 != 0
    answers = {}
    if reviewed:
        answers = {
            "intended": {"statement": sentence(rng), "targets": [{"name": "Day", "slot": {"deadline": day}}]},
            "happened": {
                "moments": [{"when": f"{hour:02}:15", "what": sentence(rng), "source": "notes"} for hour in range(8, 12)],
                "outcomes": [{"target": 1, "actual": {"date": day}}],
            },
            "why": {
                "causes": [
                    {"number": 1, "statement": sentence(rng)},
                    {"number": 2, "under": 1, "statement": rng.choice(CAUSES), "chosen": True},
                ],
                "factors": [{"statement": sentence(rng, 3, 6), "control": rng.choice(["mine", "partly", "outside"])}],
            },
            "next": {
                "lesson": sentence(rng, 5, 10),
                "commitments": [{"cue": sentence(rng, 4, 8), "act": sentence(rng, 4, 8)}],
                "choice": {"way": "retry", "reason": sentence(rng, 4, 8)},
            },
            "finished_at": f"{day}T18:00:00Z",
        }
    return {
        "id": str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        "title": f"{rng.choice(SITUATIONS)} {sentence(rng, 4, 9)}",
        "body": f"{sentence(rng, 20, 60)} {rare(number)}",
        "occurred": day,
        "captured_at": f"{day}T09:00:00Z",
        "tags": [rng.choice(SITUATIONS)],
        "review": {"answers": answers},
    }


def log_file(entries, seed=7):
    """Writes a seeded log of that many entries as JSON Lines and returns its path."""
    path = Path(tempfile.gettempdir()) / f"hansei-bench-{entries}-{seed}.jsonl"
    if not path.exists():
        rng = random.Random(seed)
        with path.open("w") as out:
            header = {"hansei": "export", "schema": 1, "exported_at": "2026-01-01T00:00:00Z", "entries": entries}
            print(json.dumps(header), file=out)
            for number in range(entries):
                print(json.dumps({"schema": 1, "entry": entry(number, rng)}), file=out)
    return path


def run(command, stdin=None, env=None):
    """Runs a command and returns (wall seconds, CPU seconds, most resident MiB, output). Fails when it fails."""
    # A child's greatest memory counts that of the process it was forked from, so a small one (Debian's `time`) stands between.
    memory = Path(tempfile.gettempdir()) / f"hansei-bench-memory-{os.getpid()}"
    start = time.perf_counter()
    process = subprocess.Popen(
        ["/usr/bin/time", "-f", "%M", "-o", str(memory), *(str(part) for part in command)],
        stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, **(env or {})},
    )
    if stdin is not None:
        process.stdin.write(stdin.encode())
        process.stdin.close()
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{command}: exit {process.returncode}\n{output.decode(errors='replace')[-2000:]}")
    kilobytes = int(memory.read_text().split()[-1])
    memory.unlink()
    return wall, usage.ru_utime + usage.ru_stime, kilobytes / 1024, output.decode(errors="replace")


def median(values):
    values = sorted(values)
    return values[len(values) // 2]


def high(values):
    """The 95th percentile."""
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * 0.95))]
