"""Articles of about 3 KB made of real sentences, by a seed: the same seed, the same bytes."""

import json
import random
import re
from collections import Counter

from . import debian, places
from .shell import say

SEED = 20260101
BYTES = 3000
# Words of a French text (Heaps' law): 11 million running words had some 130,000 different ones.
VOCABULARY = (15.0, 0.555)
SOURCES = "Le Quotidien|La Dépêche du soir|L’Observateur|Le Courrier|La Lettre des réseaux|Le Fil".split("|")


class Sentence:
    """A sentence with the places of its rare words, which may be replaced."""

    __slots__ = ("text", "words", "rare", "size")

    def __init__(self, text, frequency):
        found = list(re.finditer(r"[^\W\d_]+", text))
        self.text, self.words, self.size = text, len(found), len(text.encode())
        lower = [match for match in found if match.group().islower() and len(match.group()) > 4]
        self.rare = [match.span() for match in lower if frequency[match.group()] <= 3]


class Vocabulary:
    """Coins words out of halves of real rare ones, as fast as a real vocabulary grows, and uses them again."""

    def __init__(self, rng, rare, known):
        self.rng, self.rare, self.known = rng, rare, known
        self.coined, self.running = [], 0

    def write(self, sentence):
        """The sentence, with a coined word for a rare one where the vocabulary is behind."""
        self.running += sentence.words
        factor, exponent = VOCABULARY
        # The words of the source come up bit by bit; half of them are there after the first hundred articles.
        behind = factor * self.running**exponent - self.known - len(self.coined)
        if behind <= 0 or not sentence.rare:
            return sentence.text
        start, end = self.rng.choice(sentence.rare)
        return sentence.text[:start] + self.word() + sentence.text[end:]

    def word(self):
        if self.coined and self.rng.random() < 0.5:
            return self.rng.choice(self.coined)
        head, tail = self.rng.choice(self.rare), self.rng.choice(self.rare)
        self.coined.append(head[: (len(head) + 1) // 2] + tail[len(tail) // 2 :])
        return self.coined[-1]


def source():
    """All sentences in the order of their pages, and the rare words among them."""
    texts = [text for _, text in debian.paragraphs()["paragraphs"]]
    frequency = Counter(word for text in texts for word in re.findall(r"[^\W\d_]+", text))
    cut = re.compile(r"(?<=[.!?;:])\s+(?=[A-ZÀ-Þ«])")
    sentences = [Sentence(part, frequency) for text in texts for part in cut.split(text)]
    rare = sorted(word for word, count in frequency.items() if count <= 3 and word.islower() and len(word) > 4)
    return sentences, rare, len({word.lower() for word in frequency})


def articles(count, seed=SEED):
    """The first `count` articles of the endless corpus of that seed."""
    sentences, rare, known = source()
    rng = random.Random(seed)
    vocabulary = Vocabulary(rng, rare, known)
    for number in range(count):
        text, title = compose(rng, sentences, vocabulary)
        day = f"{rng.randrange(2015, 2026)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
        where = rng.choice(SOURCES)
        yield {"id": f"art-{number:07}", "title": title, "date": day, "source": where, "text": text}


def compose(rng, sentences, vocabulary):
    """Runs of one to five neighbouring sentences; two of three come from about the same place, as a subject does."""
    home, wanted = rng.randrange(len(sentences)), BYTES * rng.uniform(0.5, 1.5)
    title = " ".join(sentences[home].text.split()[:9]).rstrip(".,;: ")
    paragraphs, size = [], 0
    while size < wanted:
        near = rng.random() < 0.67
        first = (home + rng.randrange(-150, 150)) if near else rng.randrange(len(sentences))
        run = [sentences[(first + step) % len(sentences)] for step in range(rng.randrange(1, 6))]
        paragraphs.append(" ".join(map(vocabulary.write, run)))
        size += sum(sentence.size for sentence in run)
    return "\n".join(paragraphs), title


def path(size):
    return places.cache("corpora", str(size), "articles.jsonl")


def build(sizes):
    """Writes a file for each size; the smaller is the beginning of the larger."""
    missing = sorted(size for size in sizes if not path(size).exists())
    if not missing:
        return
    say(f"writing {', '.join(f'{size:,}' for size in missing)} articles")
    files = {size: path(size).with_suffix(".part").open("w") for size in missing}
    for number, article in enumerate(articles(missing[-1])):
        line = json.dumps(article, ensure_ascii=False) + "\n"
        for size, file in files.items():
            if number < size:
                file.write(line)
    for size, file in files.items():
        file.close()
        path(size).with_suffix(".part").rename(path(size))
        # The one that will change; the peers change an article among the others.
        path(size).with_name("un-article.txt").write_text("Un article\n\nIl va changer.\n")


def read(size):
    with path(size).open() as lines:
        for line in lines:
            yield json.loads(line)


def folder(count):
    """The first articles as text files in a folder of their own."""
    done = places.cache("corpora", f"{count}-files", ".done")
    if not done.exists():
        build([count])
        for article in read(count):
            name = done.parent / article["id"][4:8] / f"{article['date']}-{article['id']}.txt"
            name.parent.mkdir(exist_ok=True)
            name.write_text(f"{article['title']}\n\n{article['text']}\n")
        done.touch()
    return done.parent


def text_bytes(size):
    """Bytes of titles and texts: what the sizes of indexes are measured by."""
    kept = places.cache("corpora", f"{size}.bytes")
    if not kept.exists():
        total = sum(len(article["title"].encode()) + 1 + len(article["text"].encode()) for article in read(size))
        kept.write_text(str(total))
    return int(kept.read_text())
