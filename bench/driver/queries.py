"""A thousand queries out of the text itself, by a seed: terms, OR, AND, phrases with their inner stop words."""

import random
import re
from collections import Counter

from . import corpus, debian, places

# How many queries of each kind; the kinds are those of the tables.
KINDS = {"term_frequent": 150, "term_middling": 150, "term_rare": 150, "or": 200, "and": 150, "phrase": 200}
SAMPLE = 1000
STOP = debian.COMMON | set("il elle on ou où mais donc si son sa ses leur cette ces cet être sont vous nous aux à".split())
WORD = "[a-zß-öø-ÿœ]+"
RUNS = re.compile(rf"(?<![\w'’.-]){WORD}(?: {WORD})+(?![\w'’.-])")


class Sample:
    """The runs of plain words of the first articles, and which words stand in how many of them."""

    def __init__(self):
        self.runs = [[run.split() for run in RUNS.findall(article["text"])] for article in corpus.read(SAMPLE)]
        self.words = [sorted({word for run in runs for word in run if self.is_content(word)}) for runs in self.runs]
        self.frequency = Counter(word for words in self.words for word in words)

    @staticmethod
    def is_content(word):
        return len(word) > 3 and word not in STOP

    def between(self, least, most):
        """Words that stand in that share of the articles."""
        found = (word for word, count in self.frequency.items() if least * SAMPLE <= count < most * SAMPLE)
        return sorted(found)


def phrase(rng, sample):
    """Two to four running words that neither begin nor end with a stop word."""
    while True:
        run, length = rng.choice(rng.choice(sample.runs) or [[]]), rng.randrange(2, 5)
        if len(run) >= length:
            start = rng.randrange(len(run) - length + 1)
            words = run[start : start + length]
            if sample.is_content(words[0]) and sample.is_content(words[-1]):
                return " ".join(words)


def conjunction(rng, sample):
    """Two or three words of one article, so that there is something to find."""
    words = []
    while len(words) < 3:
        words = [word for word in rng.choice(sample.words) if sample.frequency[word] >= 5]
    return " ".join(rng.sample(words, rng.randrange(2, 4)))


def make(seed=corpus.SEED):
    """The queries as (identifier, kind, text), in an order that mixes the kinds."""
    rng, sample = random.Random(seed + 1), Sample()
    pools = {
        "term_frequent": sample.between(0.15, 1),
        "term_middling": sample.between(0.015, 0.08),
        "term_rare": sample.between(0.002, 0.008),
    }
    common = pools["term_frequent"] + pools["term_middling"]
    makers = {kind: lambda pool=pool: rng.choice(pool) for kind, pool in pools.items()}
    makers["or"] = lambda: " ".join(rng.sample(common, rng.randrange(2, 4)))
    makers["and"] = lambda: conjunction(rng, sample)
    makers["phrase"] = lambda: phrase(rng, sample)
    found = [(kind, makers[kind]()) for kind, count in KINDS.items() for _ in range(count)]
    rng.shuffle(found)
    # Long enough to be a stop word to nobody.
    frequent = max((word for word in sample.frequency if len(word) > 5), key=sample.frequency.__getitem__)
    return [(f"q{number:04}", *query) for number, query in enumerate(found)], frequent


def in_vigie(kind, text):
    """The query in Vigie's language."""
    if kind == "phrase":
        return f'"{text}"'
    return text.replace(" ", " OU ") if kind == "or" else text


def files():
    """The queries for the peers, the same for Vigie, and a frequent word; written once."""
    plain, vigie, word = (places.cache("queries", name) for name in ("peers.tsv", "vigie.tsv", "word.txt"))
    if not word.exists():
        queries, frequent = make()
        plain.write_text("".join(f"{name}\t{kind}\t{text}\n" for name, kind, text in queries))
        vigie.write_text("".join(f"{name}\t{kind}\t{in_vigie(kind, text)}\n" for name, kind, text in queries))
        word.write_text(frequent)
    return plain, vigie, word.read_text()


def read():
    return [line.split("\t") for line in files()[0].read_text().splitlines()]
