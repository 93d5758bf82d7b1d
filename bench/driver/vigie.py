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


def build_latency():
    """Builds the bench of warm queries; gives its path."""
    command = ["cargo", "build", "--release", "--locked", "--bench", "latency", "--message-format", "json"]
    messages = map(json.loads, output(command, cwd=places.PROJECT).splitlines())
    named = (message for message in messages if message.get("target", {}).get("name") == "latency")
    return next(message["executable"] for message in named if message.get("executable"))


def commit():
    """The short name of what is measured; a plus where the tree has changes of its own."""
    name = output(["git", "rev-parse", "--short", "HEAD"], cwd=places.PROJECT).strip()
    changed = output(["git", "status", "--porcelain", "--", "src", "Cargo.toml", "Cargo.lock"], cwd=places.PROJECT)
    return name + ("+" if changed else "")
