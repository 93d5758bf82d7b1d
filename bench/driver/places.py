"""Where things are: the project, and a cache outside of what git keeps."""

import os
from pathlib import Path

BENCH = Path(__file__).resolve().parent.parent
PROJECT = BENCH.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", PROJECT / "target"))
CACHE = Path(os.environ.get("VIGIE_BENCH", TARGET / "bench"))


def cache(*parts):
    """A path in the cache whose folder exists."""
    path = CACHE.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
