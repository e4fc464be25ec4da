"""The files and sentences of docs/directories.md do what the page says, with the stub coder."""

import re
from pathlib import Path

import pytest

from twotrack.coding.coder import Coder
from twotrack.directories.loading import load
from twotrack.public import as_article
from twotrack.resolving.resolver import Resolver
from twotrack.settings import Settings

PAGE = (Path(__file__).parents[2] / "docs" / "directories.md").read_text("utf-8")
KINDS = {"toml": ".toml", "csv": ".csv", "": ".txt"}
FILES = [
    (f"{n}{KINDS[kind]}", text) for n, (kind, text) in enumerate(re.findall(r"```(\w*)\n(.*?)```", PAGE, re.S)[1:])
]
ROWS = re.findall(r"^\| ([^|]+\.) \| ([\d-]*) ?\| ([^|]+) \|$", PAGE, re.M)


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    folder = tmp_path_factory.mktemp("own")
    for name, text in FILES:
        (folder / name).write_text(text, "utf-8")
    own = load([str(folder)])
    coder, resolver = Coder("stub", Settings(), patterns=own.patterns), Resolver(own)
    return lambda text, published: resolver(coder(as_article(text, published or None))).reports


@pytest.mark.parametrize(("sentence", "published", "told"), ROWS)
def test_the_page_says_what_happens(read, sentence, published, told):
    said = []
    for report in read(sentence, published):
        parties = [" ".join(e.code for e in side if e.code) or "–" for side in (report.actors, report.recipients)]
        kind = " ".join(filter(None, (report.event, report.mode, report.status)))
        said.append(f"{kind}: {' > '.join(parties)}")
    assert "; ".join(said or ["–"]) == told


def test_the_page_has_files_and_sentences():
    assert len(FILES) == 4
    assert len(ROWS) >= 12
