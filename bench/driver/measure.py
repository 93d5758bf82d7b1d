"""Runs everything in turn and keeps each figure as a line of JSON; what is kept is not run again."""

import json
import os
import resource
import shutil
import statistics
import subprocess
import time

from . import corpus, places, queries
from .shell import Failed, say

COLD_QUERIES = 10
RERUNS = 5


class Results:
    """The lines of one file, by what they measure."""

    def __init__(self, path):
        self.path = path
        lines = path.read_text().splitlines() if path.exists() else []
        self.rows = [json.loads(line) for line in lines]

    def has(self, **key):
        return any(all(row.get(name) == value for name, value in key.items()) for row in self.rows)

    def add(self, **row):
        self.rows.append(row)
        with self.path.open("a") as lines:
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")


def run(command):
    """Runs a program from start to exit; the figures are the operating system's own."""
    command = [str(part) for part in command]
    with places.cache("stdout").open("w+") as out, places.cache("stderr").open("w+") as err:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err, cwd=places.CACHE)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0), err.seek(0)
        if process.returncode not in (0, 1):
            raise Failed(f"`{' '.join(command)}` ended with {process.returncode}: {err.read()[-400:]}")
        figures = {"wall_s": wall, "cpu_s": used.ru_utime + used.ru_stime, "rss_mb": used.ru_maxrss / 1024}
        return figures, out.read()


def shown(command):
    """A command as it can be typed, with the cache named by its variable."""
    line = " ".join(str(part) for part in command).replace(str(places.CACHE), "$VIGIE_BENCH")
    return line.replace(str(places.PROJECT), ".")


def bytes_below(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


class Turn:
    """One peer on one size in one round."""

    def __init__(self, peer, size, number, warm_rounds):
        self.peer, self.size, self.number, self.warm_rounds = peer, size, number, warm_rounds
        self.corpus = corpus.path(size).parent
        self.folder = places.cache("indexes", str(size), peer.name)

    def index(self, threads=1, keep=True):
        folder = self.folder if keep else self.folder.with_name(f"{self.peer.name}-{threads}")
        shutil.rmtree(folder, ignore_errors=True)
        command = self.peer.index(self.corpus, folder, threads)
        figures, out = run(command)
        figures |= {"index_bytes": bytes_below(folder), "command": shown(command)}
        if not keep:
            shutil.rmtree(folder)
        return figures | (json.loads(out) if out.startswith("{") else {})

    def index2(self):
        return self.index(threads=2, keep=False)

    def warm(self):
        command = self.peer.warm(self.folder, self.warm_rounds)
        figures, out = run(command)
        lines = [line.split("\t") for line in out.splitlines()]
        kinds = {name: kind for name, kind, _ in queries.read()}
        taken = {}
        for name, measure, count, times in lines:
            # The least, not the median: where other programs run, most of a millisecond's rounds are interrupted.
            least = min(map(int, times.split())) / 1000
            for kind in (kinds[name], "all"):
                taken.setdefault(measure, {}).setdefault(kind, []).append((least, int(count)))
        latencies = {measure: {kind: summary(v) for kind, v in by.items()} for measure, by in taken.items()}
        return {"command": shown(command), "rss_mb": figures["rss_mb"], "latencies": latencies}

    def cold(self):
        several = {}
        for _, kind, text in queries.read()[:COLD_QUERIES]:
            command = self.peer.cold(self.folder, kind, text)
            for name, figure in run(command)[0].items():
                several.setdefault(name, []).append(figure)
        return {"command": shown(command)} | {name: statistics.median(v) for name, v in several.items()}

    def change(self):
        command = self.peer.change(self.corpus, self.folder, f"{self.number}x{time.time_ns()}")
        return run(command)[0] | {"command": shown(command)}

    def export(self):
        out = places.cache("export.jsonl")
        command = self.peer.export(self.folder, queries.files()[2], out)
        figures = run(command)[0] | {"command": shown(command), "bytes": out.stat().st_size}
        with out.open("rb") as rows:
            figures["rows"] = sum(1 for _ in rows)
        out.unlink()
        return figures

    def files(self):
        """The same texts as files of their own; then nothing, then one of them, changed."""
        folder, index = corpus.folder(self.size), self.folder.with_name(f"{self.peer.name}-files")
        shutil.rmtree(index, ignore_errors=True)
        command = [self.peer.program, "index", folder, "--index", index, "--jobs", "1", "--quiet"]
        figures = run(command)[0] | {"command": shown(command), "index_bytes": bytes_below(index)}
        again = [run(command)[0] for _ in range(RERUNS)]
        figures["unchanged_ms"] = statistics.median(one["wall_s"] for one in again) * 1000
        figures["unchanged_cpu_ms"] = statistics.median(one["cpu_s"] for one in again) * 1000
        one = min(folder.rglob("*.txt"))
        before = one.read_text()
        one.write_text(f"{before}\nRectification zqx{time.time_ns()}.\n")
        figures["change_ms"] = run(command)[0]["wall_s"] * 1000
        one.write_text(before)
        return figures


def summary(several):
    """Median, 99th percentile and mean over queries, each at its best round, in µs."""
    times = sorted(time for time, _ in several)
    at = min(len(times) - 1, len(times) * 99 // 100)
    figures = {"p50": statistics.median(times), "p99": times[at], "mean": statistics.fmean(times)}
    return figures | {"queries": len(times), "hits": sum(count for _, count in several)}


def measure(results, peers, size, number, steps, warm_rounds):
    """One round of one size: step by step, all peers in turn, each round another one first."""
    for step in steps:
        first = number % len(peers)
        for peer in peers[first:] + peers[:first]:
            key = {"size": size, "round": number, "step": step, "peer": peer.name}
            if not can(peer, step) or results.has(**key):
                continue
            load = os.getloadavg()[0]
            try:
                figures = getattr(Turn(peer, size, number, warm_rounds), step)()
            except Failed as failure:
                say(f"{peer.name} failed: {failure}")
                figures = {"failed": str(failure)}
            results.add(**key, load=load, floor_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, **figures)
            say(f"{size:>7,} round {number} {step:<7} {peer.name:<10} {brief(figures)}")


def can(peer, step):
    return step in peer.can or (step == "files" and "folder" in peer.can)


def brief(figures):
    kept = {name: round(value, 3) for name, value in figures.items() if isinstance(value, (int, float))}
    return " ".join(f"{name}={value}" for name, value in kept.items())
