"""Vigie itself: built as it is released, asked by its own command line."""

import json

from . import places
from .shell import output


def build():
    """Builds the program; gives its path."""
    output(["cargo", "build", "--release", "--locked"], cwd=places.PROJECT)
    return places.TARGET / "release" / "vigie"


def articles(program, index):
    """All articles of an index as Vigie reads them: identifier, title, text."""
    every = ["date:1000.. OU SAUF date:1000..", "--fields", "id", "--format", "jsonl", "-o", "-"]
    rows = output([program, "export", *every, "--quiet", "--index", index])
    for name in sorted({json.loads(row)["id"] for row in rows.splitlines()}):
        shown = json.loads(output([program, "show", "--json", "--index", index, "--", name]))
        article = shown["article"]
        yield {"id": article["id"], "title": article["metadata"]["title"], "text": article["text"]}
