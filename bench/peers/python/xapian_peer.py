"""Xapian with its French Snowball stemmer, every word stemmed.

See `bench/README.md` for what each command has to do and to print."""

import os
import shutil
import sys

os.environ.setdefault("XAPIAN_FLUSH_THRESHOLD", "50000")

import common
import xapian

STEMMER = xapian.Stem("french")


def document(generator, name, text):
    new = xapian.Document()
    generator.set_document(new)
    generator.set_termpos(0)
    generator.index_text(text)
    new.add_boolean_term("Q" + name)
    new.set_data(f"{name}\n{text}")
    return new


def generator():
    made = xapian.TermGenerator()
    made.set_stemmer(STEMMER)
    made.set_stemming_strategy(xapian.TermGenerator.STEM_ALL)
    return made


def index(articles, folder, _threads):
    shutil.rmtree(folder, ignore_errors=True)
    database = xapian.WritableDatabase(folder, xapian.DB_CREATE_OR_OVERWRITE)
    words = generator()
    for name, text in common.articles(articles):
        database.add_document(document(words, name, text))
    database.commit()
    print("{}")


def query(kind, text):
    terms = [STEMMER(word.lower()) for word in text.split()]
    terms = [term.decode() if isinstance(term, bytes) else term for term in terms]
    if len(terms) == 1:
        return xapian.Query(terms[0])
    if kind == "phrase":
        return xapian.Query(xapian.Query.OP_PHRASE, terms, len(terms))
    return xapian.Query(xapian.Query.OP_AND if kind == "and" else xapian.Query.OP_OR, terms)


def warm(folder, queries, rounds):
    database = xapian.Database(folder)
    enquire = xapian.Enquire(database)
    every = database.get_doccount()

    def search(kind, text, is_counted):
        enquire.set_query(query(kind, text))
        found = enquire.get_mset(0, 10, every if is_counted else 0)
        return found.get_matches_estimated() if is_counted else found.size()

    common.warm(queries, int(rounds), search)


def best(folder, kind, text, limit):
    database = xapian.Database(folder)
    enquire = xapian.Enquire(database)
    enquire.set_query(query(kind, text))
    for match in enquire.get_mset(0, limit or database.get_doccount()):
        name, text = match.document.get_data().decode().split("\n", 1)
        yield match.weight, name, text


def cold(folder, kind, text):
    for weight, name, _ in best(folder, kind, text, 10):
        print(f"{weight:.4f}\t{name}")


def change(folder, article):
    database = xapian.WritableDatabase(folder, xapian.DB_OPEN)
    ((name, text),) = common.articles(article)
    database.replace_document("Q" + name, document(generator(), name, text))
    database.commit()
    print(database.get_doccount())


def export(folder, word, out):
    rows = 0
    with open(out, "w", encoding="utf-8") as lines:
        for weight, name, text in best(folder, "term", word, None):
            common.write_row(lines, name, weight, text)
            rows += 1
    print(rows)


def version():
    print(f"{xapian.version_string()}, Python {sys.version.split()[0]}")


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
