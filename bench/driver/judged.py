"""Lucene's ranking of a judged set, for `vigie eval` to measure and to compare."""

import json

from . import lucene, places, vigie
from .shell import output, say

SAMPLE = places.PROJECT / "tests" / "eval"


def sample_articles():
    """The sample corpus as Vigie reads it, one article a line: both engines get the same texts."""
    program, index = vigie.build(), places.cache("judged", "index")
    output([program, "index", places.PROJECT / "corpus", "--index", index, "--rebuild", "--quiet"])
    path = places.cache("judged", "articles.jsonl")
    with path.open("w") as out:
        for article in vigie.articles(program, index):
            out.write(json.dumps(article, ensure_ascii=False) + "\n")
    return path


def run(articles, topics, depth, target):
    """Writes Lucene's run of the topics over the articles; without articles, over the sample corpus."""
    articles = articles or sample_articles()
    ranking = output(lucene.command(lucene.build(), "Judged", articles, topics, depth))
    target.write_text(ranking)
    say(f"{len(ranking.splitlines())} lines written to {target}")
