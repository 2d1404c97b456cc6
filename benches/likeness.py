"""Puts hansei's likeness beside FTS5 alone, bm25s and BERTopic's parts on the same files in the same run: how well each
finds what it should, CPU seconds, memory.

    python3 benches/likeness.py FOLDER

FOLDER holds collections as JSON Lines (aiid/aiid.jsonl, nasa_llis/llis.jsonl, safenet/action_narrative_700.json). Needs
`cargo build --release -p hansei-recall --example evaluate`; bm25s from PyPI; for the clusters also umap-learn, hdbscan and
scikit-learn, which get a TF-IDF of the texts reduced to 100 dimensions, and leave out what is missing.
"""

import json
import os
import re
import resource
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from common import ROOT

EVALUATE = Path(os.environ.get("EVALUATE", ROOT / "target" / "release" / "examples" / "evaluate"))
# File, question, what is searched.
KNOWN_ITEMS = [
    ("aiid/aiid.jsonl", "title", "body"),
    ("nasa_llis/llis.jsonl", "title", "body"),
    ("nasa_llis/llis.jsonl", "abstract", "lesson"),
    ("safenet/action_narrative_700.json", "action", "body"),
]
CATEGORIES = ("aiid/aiid.jsonl", "label")
FEWEST_IN_A_CLUSTER = 12


def records(file):
    text = file.read_text()
    return json.loads(text) if text.lstrip().startswith("[") else [json.loads(line) for line in text.splitlines() if line.strip()]


def pairs(file, one, other):
    found = [(str(record.get(one) or ""), str(record.get(other) or "")) for record in records(file)]
    return [pair for pair in found if pair[0].strip() and pair[1].strip()]


def words(text):
    return re.findall(r"\w+", text.lower())


class Fts5:
    """SQLite's own ranking over stems, every word of the question an alternative."""

    name = "FTS5"

    def __init__(self, texts):
        self.database = sqlite3.connect(":memory:")
        self.database.execute("CREATE VIRTUAL TABLE texts USING fts5(text, tokenize = 'porter unicode61')")
        self.database.executemany("INSERT INTO texts (rowid, text) VALUES (?, ?)", enumerate(texts))

    def ask(self, question, most):
        query = " OR ".join(f'"{word}"' for word in dict.fromkeys(words(question)))
        if not query:
            return []
        sql = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?"
        return [row for (row,) in self.database.execute(sql, (query, most))]


class Bm25s:
    name = "bm25s"

    def __init__(self, texts):
        import bm25s
        self.bm25s = bm25s
        self.index = bm25s.BM25()
        self.index.index(bm25s.tokenize(list(texts), stopwords="en", show_progress=False), show_progress=False)
        self.count = len(texts)

    def ask(self, question, most):
        tokens = self.bm25s.tokenize(question, stopwords="en", show_progress=False)
        if not tokens.vocab:
            return []
        return list(self.index.retrieve(tokens, k=min(most, self.count), show_progress=False)[0][0])


def known_item(way, questions):
    reciprocal = found = 0
    for place, question in enumerate(questions):
        places = list(way.ask(question, 10))
        if place in places:
            reciprocal += 1 / (places.index(place) + 1)
            found += 1
    return f"MRR@10 {reciprocal / len(questions):.3f}  R@10 {found / len(questions):.3f}"


def same_category(way, texts, labels):
    precision = 0
    for place, text in enumerate(texts):
        others = [other for other in way.ask(text, 6) if other != place][:5]
        precision += sum(labels[other] == labels[place] for other in others) / 5
    return f"P@5 {precision / len(texts):.3f}"


def clusters(texts, labels):
    """UMAP and HDBSCAN with BERTopic's settings; the vectors are not a language model's."""
    from hdbscan import HDBSCAN
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics import adjusted_rand_score, v_measure_score
    from umap import UMAP
    vectors = TruncatedSVD(100, random_state=1).fit_transform(TfidfVectorizer(stop_words="english").fit_transform(texts))
    reduced = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=1).fit_transform(vectors)
    found = HDBSCAN(min_cluster_size=10, metric="euclidean", cluster_selection_method="eom").fit_predict(reduced)
    return f"ARI {adjusted_rand_score(labels, found):.3f}  V {v_measure_score(labels, found):.3f}"


def timed(name, measure):
    """Runs in a process of its own, so that time and memory are one way's alone."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            told = measure()
        except ImportError as missing:
            told = f"left out: {missing.name} is not installed"
        os.write(write, told.encode())
        os._exit(0)
    os.close(write)
    told = os.fdopen(read).read()
    _, _, used = os.wait4(child, 0)
    print(f"  {name:10} {told:32} {used.ru_utime + used.ru_stime:6.1f} CPU-s  {used.ru_maxrss // 1024:5} MiB", flush=True)


def hansei(*arguments):
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    out = subprocess.run([EVALUATE, *arguments], check=True, capture_output=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    for line in out.splitlines():
        print(f"  hansei     {line}")
    print(f"  hansei     all its ways together: {cpu:.1f} CPU-s, {time.monotonic() - start:.1f} s", flush=True)


def main():
    folder = Path(sys.argv[1])
    for file, one, other in KNOWN_ITEMS:
        found = pairs(folder / file, one, other)
        questions, targets = [pair[0] for pair in found], [pair[1] for pair in found]
        print(f"{file}: {one} -> {other}, {len(found)} questions")
        for way in (Fts5, Bm25s):
            timed(way.name, lambda: known_item(way(targets), questions))
        hansei("known-item", folder / file, "--query", one, "--target", other)
    file, label = CATEGORIES
    labelled = [(f"{record['title']}\n{record['body']}", record[label]) for record in records(folder / file) if record.get(label)]
    texts, labels = [text for text, _ in labelled], [label for _, label in labelled]
    print(f"{file}: same {label}, {len(labelled)} records")
    for way in (Fts5, Bm25s):
        timed(way.name, lambda: same_category(way(texts), texts, labels))
    hansei("same-category", folder / file)
    labelled = [(text, label) for text, label in labelled if labels.count(label) >= FEWEST_IN_A_CLUSTER]
    print(f"{file}: clusters without their number, {len(labelled)} records")
    timed("UMAP+HDBSCAN", lambda: clusters([text for text, _ in labelled], [label for _, label in labelled]))
    hansei("clusters", folder / file)


if __name__ == "__main__":
    main()
