"""Puts hansei beside jrnl and taskwarrior on the same 10,000 entries: add, list 10, search a rare word. CPU seconds and memory."""

import json
import shutil
import tempfile
import uuid
from pathlib import Path

from common import BINARY, log_file, median, rare, run

ENTRIES = 10_000
ROUNDS = 7


def entries():
    with log_file(ENTRIES).open() as lines:
        next(lines)
        for line in lines:
            yield json.loads(line)["entry"]


def hansei(folder):
    command = [BINARY, "--data-dir", folder / "hansei"]
    run([*command, "import", log_file(ENTRIES)])
    return {
        "add": [*command, "log", "the pump failed again after the restart"],
        "list 10": [*command, "list", "--limit", "10"],
        "search": [*command, "search", rare(ENTRIES // 2)],
    }, {}


def jrnl(folder):
    journal, config = folder / "journal.txt", folder / "jrnl.yaml"
    with journal.open("w") as out:
        for entry in entries():
            print(f"[{entry['occurred']} 09:00] {entry['title']}. {entry['body']}\n", file=out)
    config.write_text(f"journals:\n  default:\n    journal: {journal}\ndefault_hour: 9\ndefault_minute: 0\neditor: ''\n"
                      "encrypt: false\nhighlight: false\ntimeformat: '%Y-%m-%d %H:%M'\ntagsymbols: '@'\nversion: v4.2\n")
    command = ["jrnl", "--config-file", config]
    return {
        "add": [*command, "the pump failed again after the restart"],
        "list 10": [*command, "-n", "10", "--short"],
        "search": [*command, "-contains", rare(ENTRIES // 2), "--short"],
    }, {}


def taskwarrior(folder):
    rc, data = folder / "taskrc", folder / "task"
    data.mkdir()
    rc.write_text(f"data.location={data}\nconfirmation=off\nverbose=nothing\n")
    tasks = folder / "tasks.json"
    with tasks.open("w") as out:
        for entry in entries():
            stamp = entry["captured_at"].replace("-", "").replace(":", "")
            task = {"uuid": str(uuid.UUID(entry["id"])), "status": "pending", "entry": stamp, "description": f"{entry['title']} {entry['body']}"}
            print(json.dumps(task), file=out)
    env = {"TASKRC": str(rc), "TASKDATA": str(data)}
    run(["task", "import", tasks], env=env)
    return {
        "add": ["task", "add", "the pump failed again after the restart"],
        "list 10": ["task", "limit:10", "list"],
        "search": ["task", f"description.contains:{rare(ENTRIES // 2)}", "list"],
    }, env


def main():
    folder = Path(tempfile.mkdtemp(prefix="hansei-compare-"))
    try:
        tools = {"hansei": hansei, "jrnl": jrnl, "taskwarrior": taskwarrior}
        missing = [name for name, program in [("jrnl", "jrnl"), ("taskwarrior", "task")] if not shutil.which(program)]
        if missing:
            raise SystemExit(f"install {' and '.join(missing)} first (jrnl from PyPI, taskwarrior from Debian)")
        costs = {}
        for name, prepare in tools.items():
            commands, env = prepare(folder)
            for act, command in commands.items():
                runs = [run(command, env=env) for _ in range(ROUNDS)]
                costs[name, act] = median([r[1] for r in runs]), max(r[2] for r in runs)
        print(f"{ENTRIES} entries, median of {ROUNDS} runs: CPU ms and MiB; in brackets how many times hansei's CPU")
        for act in ["add", "list 10", "search"]:
            own = costs["hansei", act][0]
            cells = [f"{name} {cpu * 1000:.1f} ms {mib:.0f} MiB ({cpu / own:.0f}x)" for name in tools for cpu, mib in [costs[name, act]]]
            print(f"{act:8} " + " | ".join(cells))
    finally:
        shutil.rmtree(folder)


main()
