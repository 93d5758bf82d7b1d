"""SQLite FTS5, which has no French stemmer: words are matched without their accents (its default), not stemmed.

See `bench/README.md` for what each command has to do and to print."""

import os
import sqlite3
import sys

import common


def index(articles, folder, _threads):
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "fts.db")
    if os.path.exists(path):
        os.remove(path)
    database = sqlite3.connect(path)
    database.execute("CREATE VIRTUAL TABLE article USING fts5(id UNINDEXED, body)")
    database.executemany("INSERT INTO article VALUES (?, ?)", common.articles(articles))
    database.commit()
    database.execute("INSERT INTO article(article) VALUES ('optimize')")
    database.commit()
    print("{}")


def connect(folder):
    return sqlite3.connect(os.path.join(folder, "fts.db"))


def expression(kind, text):
    if kind == "phrase":
        return f'"{text}"'
    return (" AND " if kind == "and" else " OR ").join(f'"{word}"' for word in text.split())


def warm(folder, queries, rounds):
    database = connect(folder)
    best = "SELECT rowid FROM article WHERE article MATCH ? ORDER BY rank LIMIT 10"
    count = "SELECT count(*) FROM article WHERE article MATCH ?"

    def search(kind, text, is_counted):
        match = (expression(kind, text),)
        hits = len(database.execute(best, match).fetchall())
        return database.execute(count, match).fetchone()[0] if is_counted else hits

    common.warm(queries, int(rounds), search)


def cold(folder, kind, text):
    best = "SELECT rank, id FROM article WHERE article MATCH ? ORDER BY rank LIMIT 10"
    for rank, name in connect(folder).execute(best, (expression(kind, text),)):
        print(f"{-rank:.4f}\t{name}")


def change(folder, article):
    database = connect(folder)
    ((name, text),) = common.articles(article)
    # FTS5 keeps no index of identifiers; the driver changes the article added last.
    database.execute("DELETE FROM article WHERE rowid = (SELECT max(rowid) FROM article) AND id = ?", (name,))
    database.execute("INSERT INTO article VALUES (?, ?)", (name, text))
    database.commit()


def export(folder, word, out):
    every = "SELECT id, rank, body FROM article WHERE article MATCH ? ORDER BY rank"
    rows = 0
    with open(out, "w", encoding="utf-8") as lines:
        for name, rank, text in connect(folder).execute(every, (expression("term", word),)):
            common.write_row(lines, name, -rank, text)
            rows += 1
    print(rows)


def version():
    print(f"{sqlite3.sqlite_version}, Python {sys.version.split()[0]}")


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
