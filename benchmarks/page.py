"""How long the local page's server takes to answer, in ms: 50 % and 99 % of answers, at 1, 8 and 32 clients.

    nice .venv/bin/python -m benchmarks.page 50000

Makes a ledger of so many made-up events, serves it, and asks for views that differ (filters, words, pages, drawers),
so that few answers are held already; first while nothing else happens, then while ``twotrack run`` adds pages to the
same ledger. Clients are connections of one other process; a client asks again as soon as it was answered.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from urllib.parse import urlencode, urlsplit

from benchmarks.made_up import World, make, name

CLIENTS = (1, 8, 32)
REQUESTS = 300  # of each number of clients, at least


def addresses(dice: Random, world: World, ids: list[str]) -> Iterator[str]:
    """What a user asks for: mostly views with some filters, sometimes a drawer or the page itself."""
    while True:
        chosen = dice.random()
        if chosen < 0.15:
            yield f"/api/event/{dice.choice(ids)}"
        else:
            yield f"{'/?' if chosen < 0.2 else '/api/view?'}{urlencode(query(dice, world))}"


def query(dice: Random, world: World) -> list[tuple[str, str]]:
    """Some filters at random."""
    month = dice.randrange(1, 12)
    offers = [
        [("from", f"2025-{month:02}-{dice.randrange(1, 28):02}")],
        [("from", f"2025-{month:02}-01"), ("to", f"2025-{month + 1:02}-{dice.randrange(1, 28):02}")],
        [("track", dice.choice(("ground", "table")))],
        [("type", dice.choice(("ASSAULT", "AGREE", "CONSULT")))],
        [("party", dice.choice(world.parties).name)],
        [("place", str(1_000_000 + dice.randrange(300)))],
        [("q", name(dice)[:5])],
        [("origins", str(dice.randrange(1, 4)))],
        [("sort", dice.choice(("date", "-origins", "credibility", "-importance")))],
        [("page", str(dice.randrange(1, 5)))],
    ]
    picked = dice.sample(offers, dice.choice((1, 2, 2, 3)))
    found = [pair for pairs in picked for pair in pairs]
    return list({key: (key, value) for key, value in found}.values())


async def client(port: int, asked: Iterator[str], until: int, took: list[float], bad: list[str]) -> None:
    """One connection that asks until enough answers are in."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while len(took) < until:
        address = next(asked)
        began = time.perf_counter()
        writer.write(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split()[0])
        await reader.readexactly(length)
        took.append(1000 * (time.perf_counter() - began))
        if b" 200 " not in head[:20]:
            bad.append(f"{head[:20]!r} {address}")
    writer.close()


async def measure(server: tuple[int, int], clients: int, world: World, ids: list[str], seed: int) -> dict[str, object]:
    """Ask, and say how long it took; ``cpu`` is the server's processor time for one answer, in ms."""
    port, process = server
    before = processor(process)
    took: list[float] = []
    bad: list[str] = []
    asked = addresses(Random(seed), world, ids)
    until, began = max(REQUESTS, 50 * clients), time.perf_counter()
    await asyncio.gather(*(client(port, asked, until, took, bad) for _ in range(clients)))
    took.sort()
    return {
        "clients": clients, "p50": round(took[len(took) // 2], 1), "p99": round(took[len(took) * 99 // 100], 1),
        "most": round(took[-1], 1), "a second": round(len(took) / (time.perf_counter() - began)),
        "cpu": round(1000 * (processor(process) - before) / len(took), 1), "load": os.getloadavg()[0],
        "errors": len(bad), **({"first": bad[0]} if bad else {}),
    }  # fmt: skip


def processor(process: int) -> float:
    """Processor time that a process took so far, in seconds, as Linux tells it."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(process: int) -> int:
    """Resident memory of a process in MB, as Linux tells it."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) // 1024
    return 0


def pile(folder: Path, pages: int) -> Path:
    """Pages to be added meanwhile."""
    dice, file = Random(11), folder / "pile.jsonl"
    with file.open("w") as target:
        for n in range(pages):
            words = ". ".join(
                f"{name(dice)} troops shelled {name(dice)} near {name(dice)} on Tuesday" for _ in range(6)
            )
            target.write(
                json.dumps({"title": f"Added {n}", "text": f"{words}.", "url": f"https://x.example/{n}"}) + "\n"
            )
    return file


def main(words: list[str]) -> int:
    """Print a line for each number of clients, idle and while a run adds."""
    size = int(words[0]) if words else 50_000
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(words[1]) if len(words) > 1 else Path(folder) / "ledger"
        if not ledger.exists():
            make(ledger, size)
        began = time.perf_counter()
        command = [sys.executable, "-m", "twotrack"]
        server = subprocess.Popen(
            [*command, "serve", str(ledger), "--port", "0", "--no-open"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert server.stdout
        port = urlsplit(server.stdout.readline().strip()).port or 0
        ready = time.perf_counter() - began
        print(f"{size:,} events: ready after {ready:.1f} s, {resident(server.pid)} MB, {os.cpu_count()} cores")
        try:
            measured(
                (port, server.pid),
                World(size),
                ledger,
                [*command, "run", str(pile(Path(folder), 20_000)), "-o", str(ledger), "--coder", "stub", "--jobs", "1"],
            )
        finally:
            print(f"server at the end: {resident(server.pid)} MB")
            server.terminate()
            server.wait()
    return 0


def measured(server: tuple[int, int], world: World, ledger: Path, run: list[str]) -> None:
    """All figures, idle first."""
    from twotrack.ledger.reader import opened
    from twotrack.records import Event

    with opened(ledger) as found:
        ids = [e.id for e in found.records("events", Event)]
    for clients in CLIENTS:
        print("idle  ", asyncio.run(measure(server, clients, world, ids, clients)))
    adding = subprocess.Popen(run, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(3)
    for clients in CLIENTS:
        print(
            "adding",
            asyncio.run(measure(server, clients, world, ids, 100 + clients)),
            "" if adding.poll() is None else "run ended",
        )
    adding.kill()
    adding.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
