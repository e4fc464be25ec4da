import pytest

from twotrack.errors import UsageError
from twotrack.settings import Settings, load


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path):
    file = tmp_path / "twotrack.toml"
    file.write_text("batch_articles = 3\nparse_seconds = 5\n")
    found = load({"TWOTRACK_BATCH_ARTICLES": "4"}, file)
    assert (found.batch_articles, found.parse_seconds, found.min_text_chars) == (4, 5.0, Settings().min_text_chars)


@pytest.mark.parametrize("text", ["batch_articels = 3", 'batch_articles = "many"', "batch_articles = ["])
def test_a_wrong_file_is_named(tmp_path, text):
    file = tmp_path / "twotrack.toml"
    file.write_text(text)
    with pytest.raises(UsageError, match=r"twotrack\.toml"):
        load({}, file)


def test_a_wrong_variable_is_named():
    with pytest.raises(UsageError, match="batch_articles"):
        load({"TWOTRACK_BATCH_ARTICLES": "many"}, None)
