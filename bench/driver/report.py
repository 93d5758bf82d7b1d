"""The tables of RESULTS.md, made from the lines of results and nothing else."""

import math
import os
import platform
import statistics

from . import corpus, debian, queries
from .shell import Failed, output

KINDS = [*queries.KINDS, "all"]


class Table:
    """Figures by peer: medians over rounds, each with its ratio to the base of the same round and its spread."""

    def __init__(self, rows, base):
        self.rows, self.base = [row for row in rows if "failed" not in row], base

    def peers(self, step, size):
        found = {row["peer"] for row in self.rows if row["step"] == step and row["size"] == size}
        return sorted(found, key=lambda name: (name != self.base, name != "vigie", name))

    def figures(self, step, size, peer, get):
        """Round by round."""
        chosen = [row for row in self.rows if (row["step"], row["size"], row["peer"]) == (step, size, peer)]
        found = {row["round"]: get(row) for row in chosen}
        return {number: figure for number, figure in found.items() if figure is not None}

    def cell(self, step, size, peer, get, form, against=None):
        own = self.figures(step, size, peer, get)
        if not own:
            return "–"
        step_of_base, get_of_base = against or (step, get)
        base = self.figures(step_of_base, size, self.base, get_of_base)
        ratios = sorted(own[number] / base[number] for number in own if base.get(number))
        shown = form.format(statistics.median(own.values()))
        if not ratios:
            return shown
        spread = f" {ratios[0]:.2f}–{ratios[-1]:.2f}" if len(ratios) > 1 else ""
        return f"{shown} (**{statistics.median(ratios):.2f}**{spread})"

    def lines(self, title, step, size, columns, only=None):
        """A table with a line for each peer; a column is a heading, a getter and a form."""
        peers = [peer for peer in self.peers(step, size) if only is None or peer in only]
        if not peers:
            return []
        heads = [head for head, *_ in columns]
        lines = [f"**{title}**", "", f"| {' | '.join(['', *heads])} |", "| --- " + "| ---: " * len(heads) + "|"]
        for peer in peers:
            cells = [self.cell(step, size, peer, *rest) for _, *rest in columns]
            lines.append(f"| {peer} | {' | '.join(cells)} |")
        return [*lines, ""]


def of_key(name, factor=1):
    return lambda row: row[name] * factor if name in row else None


def of_latency(measures, kind, part):
    """The first of the measures that the row has."""

    def get(row):
        has = [row["latencies"][name] for name in measures if name in row.get("latencies", {})]
        return has[0].get(kind, {}).get(part) if has else None

    return get


def indexing(table, size, text):
    columns = [
        ("CPU s", of_key("cpu_s"), "{:.2f}"),
        ("wall s", of_key("wall_s"), "{:.2f}"),
        ("MB text / CPU s", lambda row: text / 1e6 / row["cpu_s"], "{:.1f}"),
        ("peak MB", of_key("rss_mb"), "{:.0f}"),
        ("index / text", lambda row: row["index_bytes"] / text, "{:.3f}"),
        ("CPU s before the merge", of_key("commit_cpu_s"), "{:.2f}"),
    ]
    lines = table.lines("Indexing, one thread", "index", size, columns)
    two = [("CPU s", of_key("cpu_s"), "{:.2f}"), ("wall s", of_key("wall_s"), "{:.2f}")]
    two.append(("peak MB", of_key("rss_mb"), "{:.0f}"))
    lines += table.lines("Indexing, two threads", "index2", size, two)
    for peer in table.peers("index2", size):
        one = table.figures("index", size, peer, of_key("wall_s"))
        both = table.figures("index2", size, peer, of_key("wall_s"))
        gains = sorted(one[number] / both[number] for number in both if number in one)
        if gains:
            gain, span = statistics.median(gains), f"{gains[0]:.2f}–{gains[-1]:.2f}"
            lines.append(f"- {peer}: two threads are {gain:.2f} times as fast as one by the clock ({span})")
    return [*lines, ""]


def latency(table, size):
    lines = []
    ways = [
        ("ten best; vigie: the whole way to ten snippets", ["full", "top10"]),
        ("ten best with a snippet of each", ["full", "top10snippets"]),
        ("ten best; vigie: the engine's search alone, with its exact count", ["engine", "top10"]),
        ("ten best and an exact count; vigie: the engine's search alone", ["engine", "top10count"]),
        ("ten best; vigie: the whole way without names and concepts", ["plain", "top10"]),
    ]
    for title, measures in ways:
        for part in ("p50", "p99"):
            columns = [(kind, of_latency(measures, kind, part), "{:.0f}") for kind in KINDS]
            only = None if measures == ["full", "top10"] else {table.base, "vigie"}
            if only and "vigie" not in table.peers("warm", size):
                continue
            lines += table.lines(f"Warm, µs, {part}: {title}", "warm", size, columns, only)
    hits = [(kind, of_latency(["full", "top10count"], kind, "hits"), "{:.0f}") for kind in KINDS]
    return lines + table.lines("Articles found, all queries of a kind together", "warm", size, hits)


def short(table, size):
    """What a reader wants first: Vigie as a ratio to the base."""

    def latency_of(way, kind, part):
        return of_latency([way, "top10"], kind, part)

    snippets = of_latency(["full", "top10snippets"], "all", "p50")

    def counting(kind):
        return of_latency(["engine", "top10count"], kind, "p50")

    rows = [
        ("indexing, CPU", "index", of_key("cpu_s"), "{:.2f} s"),
        ("indexing, two threads, wall", "index2", of_key("wall_s"), "{:.2f} s"),
        ("peak memory while indexing", "index", of_key("rss_mb"), "{:.0f} MB"),
        ("index", "index", of_key("index_bytes", 1e-6), "{:.1f} MB"),
        ("warm query to ten snippets, p50", "warm", latency_of("full", "all", "p50"), "{:.0f} µs"),
        ("warm query to ten snippets, p99", "warm", latency_of("full", "all", "p99"), "{:.0f} µs"),
        ("the same; tantivy makes ten snippets too", "warm", snippets, "{:.0f} µs"),
        ("engine alone, OR, p50", "warm", latency_of("engine", "or", "p50"), "{:.0f} µs"),
        ("engine alone, AND, p50", "warm", latency_of("engine", "and", "p50"), "{:.0f} µs"),
        ("engine alone, phrases, p50", "warm", latency_of("engine", "phrase", "p50"), "{:.0f} µs"),
        ("engine alone, OR, p50; tantivy counts too", "warm", counting("or"), "{:.0f} µs"),
        ("engine alone, AND, p50; tantivy counts too", "warm", counting("and"), "{:.0f} µs"),
        ("engine alone, phrases, p50; tantivy counts too", "warm", counting("phrase"), "{:.0f} µs"),
        ("cold query, whole process", "cold", of_key("wall_s", 1000), "{:.1f} ms"),
        ("one changed article, whole process", "change", of_key("wall_s", 1000), "{:.1f} ms"),
        ("export, rows a second", "export", lambda row: row["rows"] / row["wall_s"], "{:,.0f}"),
        ("export, peak memory", "export", of_key("rss_mb"), "{:.0f} MB"),
    ]
    others = [peer for peer in ("vigie", "lucene") if peer in table.peers("index", size)]
    lines = [f"## In short, at {size:,} articles", "", f"| | {table.base} | {' | '.join(others)} |"]
    lines.append("| --- | ---: " + "| ---: " * len(others) + "|")
    for title, step, get, form in rows:
        base = table.figures(step, size, table.base, get)
        own = form.format(statistics.median(base.values())) if base else "–"
        cells = [table.cell(step, size, peer, get, form) for peer in others]
        lines.append(f"| {title} | {own} | {' | '.join(cells)} |")
    return [*lines, ""]


def whole_processes(table, size):
    milliseconds = [("wall ms", of_key("wall_s", 1000), "{:.1f}"), ("CPU ms", of_key("cpu_s", 1000), "{:.1f}")]
    peak = ("peak MB", of_key("rss_mb"), "{:.0f}")
    lines = table.lines("One query, cold process, warm page cache", "cold", size, [*milliseconds, peak])
    lines += table.lines("One article changed, searchable, whole process", "change", size, [*milliseconds, peak])
    columns = [
        ("rows", of_key("rows"), "{:,.0f}"),
        ("rows / s", lambda row: row["rows"] / row["wall_s"], "{:,.0f}"),
        ("MB written / s", lambda row: row["bytes"] / 1e6 / row["wall_s"], "{:.1f}"),
        *milliseconds,
        peak,
    ]
    title = "Every hit of a frequent word to JSONL (vigie: a row a passage with its marks; else a row an article)"
    return lines + table.lines(title, "export", size, columns)


def folder(table, size):
    own = {"vigie"}
    index = ("index", of_key("wall_s"))
    columns = [
        ("index the folder, CPU s", of_key("cpu_s"), "{:.2f}", ("index", of_key("cpu_s"))),
        ("wall s", of_key("wall_s"), "{:.2f}", index),
        ("again, nothing changed, ms", of_key("unchanged_ms"), "{:.0f}", ("index", of_key("unchanged_ms"))),
        ("CPU ms", of_key("unchanged_cpu_ms"), "{:.0f}", ("index", of_key("unchanged_ms"))),
        ("one file changed, ms", of_key("change_ms"), "{:.0f}", ("index", of_key("change_ms"))),
    ]
    lines = table.lines(f"{size:,} text files, ratios to {table.base} on one JSONL", "files", size, columns, own)
    files, one = (table.figures(step, size, "vigie", of_key("cpu_s")) for step in ("files", "index"))
    ratios = sorted(files[number] / one[number] for number in files if number in one)
    if ratios:
        span = f"{ratios[0]:.2f}–{ratios[-1]:.2f}"
        lines.append(f"- vigie: the folder takes {statistics.median(ratios):.2f} times the CPU of one JSONL ({span})")
    return [*lines, ""]


GROWTH = [
    ("indexing CPU", "index", of_key("cpu_s")),
    ("index bytes", "index", of_key("index_bytes")),
    ("peak memory", "index", of_key("rss_mb")),
    ("warm p50", "warm", of_latency(["full", "top10"], "all", "p50")),
    ("warm p99", "warm", of_latency(["full", "top10"], "all", "p99")),
    ("warm p50, or", "warm", of_latency(["full", "top10"], "or", "p50")),
    ("warm p50, phrase", "warm", of_latency(["full", "top10"], "phrase", "p50")),
    ("cold query", "cold", of_key("wall_s")),
    ("changed article", "change", of_key("wall_s")),
    ("export", "export", of_key("wall_s")),
]


def exponent(points):
    """The slope of the line through the logarithms: 1 is proportional, 0 does not grow."""
    logs = [(math.log(size), math.log(figure)) for size, figure in points]
    middle_x, middle_y = (statistics.fmean(values) for values in zip(*logs))
    over = sum((x - middle_x) * (y - middle_y) for x, y in logs)
    return over / sum((x - middle_x) ** 2 for x, _ in logs)


def growth(table, sizes):
    if len(sizes) < 2:
        return []
    peers = table.peers("index", sizes[-1])
    lines = ["## Growth", "", f"The exponent e of size^e, fitted to the medians at {', '.join(map('{:,}'.format, sizes))}"]
    lines += ["articles: 1 grows with the corpus, 0 does not grow.", ""]
    lines += [f"| | {' | '.join(peers)} |", "| --- " + "| ---: " * len(peers) + "|"]
    for title, step, get in GROWTH:
        cells = []
        for peer in peers:
            medians = [(size, table.figures(step, size, peer, get).values()) for size in sizes]
            points = [(size, statistics.median(figures)) for size, figures in medians if figures]
            cells.append(f"{exponent(points):.2f}" if len(points) > 1 else "–")
        lines.append(f"| {title} | {' | '.join(cells)} |")
    return [*lines, ""]


def machine():
    info = value_of("/proc/cpuinfo", "model name")
    memory = int(value_of("/proc/meminfo", "MemTotal").split()[0]) // 2**20
    return f"{os.cpu_count()} × {info}, {memory} GiB, {platform.freedesktop_os_release()['PRETTY_NAME']}"


def value_of(path, key):
    with open(path) as lines:
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith(key))


def compiler():
    try:
        return output(["rustc", "--version"]).strip()
    except Failed as failure:
        return str(failure)


def head(results, table, sizes):
    about = [row for row in results.rows if row["step"] == "about"]
    rounds = {row["round"] for row in table.rows if row["step"] == "index"}
    loads = sorted(row["load"] for row in table.rows if "load" in row)
    lines = [
        "# Results",
        "",
        "Written by `bench/run`; [README.md](README.md) says what is measured and what that does not show.",
        "",
        f"- Machine: {machine()}; {compiler()}.",
        f"- Load while measuring: {loads[0]:.1f} to {loads[-1]:.1f}, {statistics.median(loads):.1f} in the median.",
        f"- Rounds: {len(rounds)}. A figure is the median over rounds; in brackets its ratio to {table.base} in the same",
        "  round, **median** and least–most. Ratios are what to read: absolute times are this machine's, this day's.",
        f"- Text: {', '.join(f'{size:,} articles ({corpus.text_bytes(size) / 1e6:.1f} MB)' for size in sizes)}.",
        "- Peak memory cannot read below that of the script itself: "
        f"{max(row.get('floor_mb', 0) for row in table.rows):.0f} MB.",
        "",
        "| | version | settings |",
        "| --- | --- | --- |",
    ]
    latest = {row["peer"]: row for row in about}
    lines += [f"| {name} | {row['version']} | {row['about']} |" for name, row in latest.items()]
    return [*lines, ""]


def trouble(results):
    missing = {row["peer"]: row["why"] for row in results.rows if row["step"] == "missing"}
    failed = {(row["peer"], row["step"], row["size"]): row["failed"] for row in results.rows if "failed" in row}
    lines = [f"- {peer} is not here: {why}" for peer, why in missing.items()]
    lines += [f"- {peer} failed at {step}, {size:,} articles: {why}" for (peer, step, size), why in failed.items()]
    return ["## Not measured", "", *lines, ""] if lines else []


def commands(results, size):
    chosen = {(row["step"], row["peer"]): row["command"] for row in results.rows if row.get("size") == size and "command" in row}
    lines = ["## Commands", "", f"At {size:,} articles:", "", "```text"]
    return [*lines, *(f"{step:<7} {command}" for (step, _), command in sorted(chosen.items())), "```", ""]


def sources():
    lines = ["## Text", "", "Packages that the sentences are from:", "", "```text", *debian.versions(), "```"]
    return lines


def write(results, target, base):
    """Writes the page; what was not measured has no table."""
    table = Table([row for row in results.rows if row["step"] not in ("about", "missing")], base)
    if not table.rows:
        raise Failed("nothing has been measured yet")
    sizes = sorted({row["size"] for row in table.rows if row["step"] == "warm"})
    lines = head(results, table, sizes) + (short(table, sizes[-1]) if sizes else [])
    for size in sizes:
        lines += [f"## {size:,} articles", "", *indexing(table, size, corpus.text_bytes(size))]
        lines += [*latency(table, size), *whole_processes(table, size)]
    for size in sorted({row["size"] for row in table.rows if row["step"] == "files"}):
        lines += ["## A folder of files", "", *folder(table, size)]
    lines += [*growth(table, sizes), *trouble(results), *commands(results, sizes[-1] if sizes else 0), *sources()]
    target.write_text("\n".join(lines).rstrip() + "\n")
