"""The coder with the stub reader: everything but the model."""

from twotrack.coding.coder import Coder, readable
from twotrack.records import Article, Paragraph
from twotrack.settings import Settings

TEXT = (
    "Arnorian troops shelled Gondorians near Osk.\n\nArnor's army fired on Osk again.\n\n"
    "Veld condemned Arnor, Ana Dril said. “We met Gondor.\n\n“Veld deployed Rangers.”"
)


def article(text=TEXT, language="en", retold=None):
    starts = [0, *(i + 2 for i in range(len(text)) if text[i : i + 2] == "\n\n")]
    ends = [*(s - 2 for s in starts[1:]), len(text)]
    paragraphs = tuple(
        Paragraph(start=a, end=b, retold_of=0 if i == retold else None)
        for i, (a, b) in enumerate(zip(starts, ends, strict=True))
    )
    return Article(
        id="a1", url=None, title=None, authors=(), published=None, language=language, text=text, paragraphs=paragraphs
    )


def coded(**changes):
    return Coder("stub", Settings())(article(**changes))


def test_spans_are_words_of_the_article():
    found = coded()
    for report in found.reports:
        spans = [report.trigger, *report.actors, *report.recipients, *([report.place] if report.place else [])]
        assert all(TEXT[s.start : s.end] == s.text for s in spans)
        assert TEXT[report.start : report.end] == report.text
    assert [r.event for r in found.reports] == ["ASSAULT", "ACCUSE", "CONSULT", "MOBILIZE"]


def test_a_retold_paragraph_is_not_coded_again():
    found = coded(text=TEXT.replace("fired on", "shelled"), retold=1)
    assert [r.event for r in found.reports].count("ASSAULT") == 1


def test_a_language_that_the_model_does_not_know_tells_nothing():
    assert coded(language="de").reports == ()
    assert readable("en-GB") and readable(None) and not readable("ru")


def test_a_running_quotation_keeps_its_speaker():
    report = next(r for r in coded().reports if r.event == "MOBILIZE")
    assert report.speaker is not None and report.speaker.text == "Ana Dril"
    assert "speaker from the running quotation" in report.rules


def test_many_reads_each_article_as_if_alone():
    coder = Coder("stub", Settings())
    articles = [article(), article(language="fr"), article(text=TEXT[:44])]
    assert coder.many(articles) == [coder(a) for a in articles]
