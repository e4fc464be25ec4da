"""A small pile of invented pages, and the program run as a user runs it."""

import os
import subprocess
import sys

import pytest

STORY = (
    "Arnorian troops shelled Gondorians near Osk on Tuesday, the general staff of Arnor said in a statement.\n\n"
    "Veld condemned Arnor for the attack and demanded an end to it, Foreign Minister Ana Dril said on Wednesday."
)
PAGES = {
    "a.txt": f"Arnor shells Osk\n\n{STORY}\n",
    "b.txt": f"Shells fall on Osk\n\n{STORY}\n",
    "c.md": "# Talks in Ansk\n\nKeld met Arnor in Ansk, the capital of Keld, for a second round of talks on the "
    "border.\n\nKeld offered Arnor a corridor for grain, and Arnor rejected Keld that evening, officials said.\n",
    "d.jsonl": '{"title": "Rangers move", "text": "Veld deployed Rangers near Dorn on the northern border after the '
    'shelling of Osk, its army said. Arnor threatened Veld with an answer of its own.", "url": "https://d.example/1"}\n'
    "{broken\n"
    '{"title": "Weather", "text": "It will rain in the north for most of the week, and the ferries between the '
    'islands will not leave before Thursday, the harbour office said."}\n',
    "e.txt": "",
}  # fmt: skip


@pytest.fixture
def pile(tmp_path):
    folder = tmp_path / "pile"
    folder.mkdir()
    for name, text in PAGES.items():
        (folder / name).write_text(text)
    return folder


def twotrack(*words, cwd=None, stdin=None, **environ):
    """The command in a process of its own: exit code, standard output, standard error."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "twotrack", *map(str, words)],
        cwd=cwd, input=stdin, capture_output=True, text=True, timeout=300, env=os.environ | environ, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def command():
    return twotrack


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory):
    """The demo as a new user runs it, with the model; once for all tests."""
    folder = tmp_path_factory.mktemp("demo")
    code, _, err = twotrack("demo", "-o", folder / "demo")
    assert code == 0, err
    return folder / "demo"
