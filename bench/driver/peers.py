"""Who is measured: how each is built, and the command lines of what it can do."""

import json
import sys

from . import lucene, places, queries, vigie
from .shell import Failed, output

PYTHON_PEERS = places.BENCH / "peers" / "python"


class Peer:
    """A program of `peers/` that follows the contract of `bench/README.md`."""

    def __init__(self, name, prefix, can, about):
        self.name, self.prefix, self.can, self.about = name, [str(part) for part in prefix], can, about
        self.version = output([*self.prefix, "version"]).strip()

    def index(self, size_folder, index, threads):
        return [*self.prefix, "index", size_folder / "articles.jsonl", index, threads]

    def warm(self, index, rounds):
        return [*self.prefix, "warm", index, queries.files()[0], rounds]

    def cold(self, index, kind, text):
        return [*self.prefix, "cold", index, kind, text]

    def change(self, size_folder, index, turn):
        """The article that was added last gets another sentence."""
        with (size_folder / "articles.jsonl").open("rb") as lines:
            lines.seek(-1 << 16, 2) if lines.seek(0, 2) > 1 << 16 else lines.seek(0)
            article = json.loads(lines.read().splitlines()[-1])
        article["text"] += f"\nRectification zqx{turn}."
        changed = places.cache("changed.jsonl")
        changed.write_text(json.dumps(article, ensure_ascii=False) + "\n")
        return [*self.prefix, "change", index, changed]

    def export(self, index, word, out):
        return [*self.prefix, "export", index, word, out]


class Vigie(Peer):
    """The program as its users have it; `latency` is its bench for warm queries."""

    def __init__(self, program, latency):
        self.name, self.program, self.latency = "vigie", str(program), str(latency)
        self.can = {"index", "index2", "warm", "cold", "change", "export", "folder"}
        self.about = "passages, words as typed and stemmed, names and concepts, stored text; its own defaults"
        self.version = f"{output([program, '--version']).strip()}, commit {vigie.commit()}"

    def index(self, size_folder, index, threads):
        return [self.program, "index", size_folder, "--index", index, "--jobs", threads, "--quiet"]

    def warm(self, index, rounds):
        return [self.latency, index, queries.files()[1], rounds]

    def cold(self, index, kind, text):
        return [self.program, "search", queries.in_vigie(kind, text), "--index", index, "--match", "all"]

    def change(self, size_folder, index, turn):
        """A file of one article beside the many gets another sentence."""
        (size_folder / "un-article.txt").write_text(f"Un article\n\nRectification zqx{turn}.\n")
        return [self.program, "index", size_folder, "--index", index, "--quiet"]

    def export(self, index, word, out):
        return [self.program, "export", word, "--index", index, "--format", "jsonl", "-o", out, "--quiet"]


def cargo_peer(name):
    """Builds a peer in Rust, with the versions of its lock file."""
    manifest, target = places.BENCH / "peers" / name / "Cargo.toml", places.cache("cargo")
    output(["cargo", "build", "--release", "--locked", "--manifest-path", manifest, "--target-dir", target])
    return [target / "release" / f"{name}-peer"]


def build_tantivy():
    about = "SimpleTokenizer, LowerCaser, Stemmer(French); 256 MB, merged to one segment"
    can = {"index", "index2", "warm", "cold", "change", "export"}
    return Peer("tantivy", cargo_peer("tantivy"), can, about)


def build_seekstorm():
    about = "UnicodeAlphanumeric, French stemmer, bigrams of frequent French words; a shard for each thread"
    can = {"index", "index2", "warm", "cold", "change", "export"}
    return Peer("seekstorm", cargo_peer("seekstorm"), can, about)


def build_lucene():
    about = "FrenchAnalyzer (stop words dropped, light stemmer); 256 MB, merged to one segment; 20 warm-up rounds"
    can = {"index", "index2", "warm", "cold", "change", "export"}
    return Peer("lucene", lucene.command(lucene.build(), "Peer"), can, about)


def build_sqlite():
    about = "unicode61 without accents, no stemmer (it has none for French); journal as it comes"
    can = {"index", "warm", "cold", "change", "export"}
    return Peer("sqlite", [sys.executable, PYTHON_PEERS / "sqlite_peer.py"], can, about)


def build_xapian():
    about = "TermGenerator, every word stemmed by Snowball French, flushed every 50,000 articles"
    can = {"index", "warm", "cold", "change", "export"}
    # Debian's package is for Debian's own Python.
    return Peer("xapian", ["/usr/bin/python3", PYTHON_PEERS / "xapian_peer.py"], can, about)


def build_vigie():
    return Vigie(vigie.build(), vigie.build_latency())


# The first is what the others are measured by.
BUILDERS = {
    "tantivy": build_tantivy,
    "vigie": build_vigie,
    "lucene": build_lucene,
    "seekstorm": build_seekstorm,
    "sqlite": build_sqlite,
    "xapian": build_xapian,
}


def build(names):
    """The peers that could be built, and why each of the others could not."""
    built, missing = [], {}
    for name in names:
        try:
            built.append(BUILDERS[name]())
        except Failed as failure:
            missing[name] = str(failure)
    return built, missing
