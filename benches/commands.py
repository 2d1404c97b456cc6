"""Times the commands, the memory, the first page and the search as you type. `python3 benches/commands.py [10000 100000]`"""

import http.client
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlparse

from common import BINARY, high, log_file, median, rare, run

ROUNDS = 21


def hansei(data, *arguments, stdin=None):
    return run([BINARY, "--data-dir", data, *arguments], stdin=stdin)


def commands(data, entries):
    first = hansei(data, "list", "--limit", "1", "--json")[3]
    some = re.search(r'"id": ?"([0-9a-f-]+)"', first).group(1)
    rows = {
        "hansei": [],
        "list --limit 10": ["list", "--limit", "10"],
        "list --control mine": ["list", "--control", "mine", "--limit", "20"],
        "list --limit 200 --json": ["list", "--limit", "200", "--json"],
        "show": ["show", some],
        "history": ["history", some],
        "search (rare word)": ["search", rare(entries // 2)],
        "search (common word)": ["search", "client"],
        "search (three words)": ["search", "budget", "server", "morning"],
        "search (seven words)": ["search", *"the order was late again for delivery".split()],
        "learned (common word)": ["learned", "client"],
        "similar": ["similar", some],
        "practice": ["practice"],
        "growth": ["growth"],
        "remind": ["remind"],
        "log (capture)": ["log", "the pump failed again after the restart"],
    }
    print(f"\n{entries} entries, {ROUNDS} runs each\n{'command':24} {'median ms':>10} {'p95 ms':>8} {'CPU ms':>8} {'MiB':>6}")
    for name, arguments in rows.items():
        runs = [hansei(data, *arguments) for _ in range(ROUNDS)]
        walls, cpus, sizes = [r[0] for r in runs], [r[1] for r in runs], [r[2] for r in runs]
        print(f"{name:24} {median(walls) * 1000:10.1f} {high(walls) * 1000:8.1f} {median(cpus) * 1000:8.1f} {max(sizes):6.1f}")
    wall, cpu, size, _ = hansei(data, "doctor", "--rebuild")
    print(f"{'doctor --rebuild, once':24} {wall * 1000:10.1f} {'':8} {cpu * 1000:8.1f} {size:6.1f}")


def serve(data, entries):
    start = time.perf_counter()
    server = subprocess.Popen(
        [str(BINARY), "--data-dir", str(data), "serve", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        url = urlparse(re.search(r"http://\S+", server.stdout.readline()).group(0))
        connection = http.client.HTTPConnection(url.hostname, url.port)
        connection.request("GET", f"{url.path or '/'}?{url.query}")
        answer = connection.getresponse()
        answer.read()
        cookie = answer.getheader("set-cookie").split(";")[0]
        connection.request("GET", "/", headers={"cookie": cookie})
        connection.getresponse().read()
        print(f"\nstart to the first page, through the token: {(time.perf_counter() - start) * 1000:.1f} ms")
        print(f"resident memory of serve, idle: {resident(server.pid):.1f} MiB")
        walls = []
        for word in ["client budget", "late invoice morning", rare(entries // 3), "second rehearsal"]:
            for end in range(1, len(word) + 1):
                walls.append(typed(connection, cookie, url, word[:end]))
        print(f"search as you type, {len(walls)} key strokes at {entries}: median {median(walls) * 1000:.1f}, p95 {high(walls) * 1000:.1f} ms")
        first = hansei(data, "list", "--limit", "1", "--json")[3]
        some = re.search(r'"id": ?"([0-9a-f-]+)"', first).group(1)
        walls = [similar(connection, cookie, some) for _ in range(ROUNDS + 1)][1:]
        print(f"similar entries at {entries}, of one that is open in the browser: median {median(walls) * 1000:.1f}, p95 {high(walls) * 1000:.1f} ms")
        print(f"resident memory of serve, after that: {resident(server.pid):.1f} MiB")
    finally:
        server.terminate()
        server.wait()


def typed(connection, cookie, url, words):
    start = time.perf_counter()
    headers = {
        "cookie": cookie,
        "content-type": "application/x-www-form-urlencoded",
        "hx-request": "true",
        "origin": f"http://{url.hostname}:{url.port}",
    }
    connection.request("POST", "/log/search", body="q=" + words.replace(" ", "+"), headers=headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise SystemExit(f"search answered {answer.status}")
    return time.perf_counter() - start


def similar(connection, cookie, entry):
    start = time.perf_counter()
    connection.request("GET", f"/entries/{entry}/similar", headers={"cookie": cookie, "hx-request": "true"})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise SystemExit(f"similar answered {answer.status}")
    return time.perf_counter() - start


def resident(pid):
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024


def main():
    sizes = [int(size) for size in sys.argv[1:]] or [10_000, 100_000]
    for entries in sizes:
        data = Path(tempfile.mkdtemp(prefix="hansei-bench-"))
        try:
            wall = hansei(data, "import", log_file(entries))[0]
            print(f"\nimport of {entries} entries: {wall:.1f} s")
            commands(data, entries)
            serve(data, entries)
        finally:
            shutil.rmtree(data)


main()
