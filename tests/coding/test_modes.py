import pytest

from twotrack import codebook
from twotrack.coding.modes import _lexicon, mode

CASES = [
    ("ASSAULT", "retaking", "The retaking of the town was a win.", "seize"),
    ("ASSAULT", "struck", "Drones struck the port of Osk.", "drone"),
    ("ASSAULT", "killed", "Gunmen killed the mayor.", "firearms"),
    ("CONSULT", "reached", "A delegation has reached Osk.", "visit"),
    ("CONSULT", "spoke", "The two spoke by phone.", "phone"),
    ("SANCTION", "expelled", "Arnor expelled two diplomats.", "expel"),
    ("REJECT", "refused", "It refused to release them.", "yield"),
    ("COERCE", "arrested", "Police arrested nine.", "arrest"),
    ("SUPPORT", "praised", "He praised the army.", None),
]


@pytest.mark.parametrize(("event", "trigger", "sentence", "expected"), CASES)
def test_mode(event, trigger, sentence, expected):
    assert mode(event, trigger, sentence) == expected


def test_the_lexicon_names_only_modes_of_the_codebook():
    types = codebook.load().types
    for event, tables in _lexicon().items():
        for name, _ in (pattern for table in tables for pattern in table):
            assert name in types[event].modes, (event, name)
