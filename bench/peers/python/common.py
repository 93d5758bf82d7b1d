"""What the peers in Python share: articles, queries, times."""

import json
import time


def articles(path):
    """Identifier and text of each line; the text begins with the title."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield article["id"], f"{article.get('title') or ''}\n{article['text']}"


def warm(path, rounds, search):
    """`search(kind, text, is_counted)` gives a number of hits; each query is timed once a round."""
    with open(path, encoding="utf-8") as lines:
        queries = [line.rstrip("\n").split("\t") for line in lines]
    for measure in ["top10", "top10count"]:
        times, counts = [[] for _ in queries], [0] * len(queries)
        for turn in range(rounds + 1):
            for place, (_, kind, text) in enumerate(queries):
                start = time.perf_counter_ns()
                counts[place] = search(kind, text, measure == "top10count")
                if turn > 0:
                    times[place].append(time.perf_counter_ns() - start)
        for (name, _, _), count, spent in zip(queries, counts, times):
            print(name, measure, count, " ".join(map(str, spent)), sep="\t")


def write_row(out, name, score, text):
    out.write(json.dumps({"id": name, "score": score, "text": text}, ensure_ascii=False) + "\n")
