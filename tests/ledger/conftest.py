"""Pages coded by the stub, so that a ledger can be written and hurt without the model."""

import pytest

from twotrack.coding.coder import Coder
from twotrack.ledger.rows import Origin, Row
from twotrack.ledger.writer import writing
from twotrack.records import Article, Event, Page, Paragraph, Refusal, content_id
from twotrack.settings import Settings

META = {"coder": "stub-1", "codebook": "test"}
TEXTS = [
    f"Arnorian troops shelled Gondorians near Osk on day {n}. Veld condemned Arnor, Ana Dril said." for n in range(6)
]


def found(text, n=0):
    page = Page(source=f"pages/{n}.txt", offset=0, kind="text", raw=text.encode(), url=f"https://a.example/{n}")
    article = Article(
        id=content_id("article", text), url=None, title=None, authors=(), published="2026-06-05", language="en",
        text=text, paragraphs=(Paragraph(start=0, end=len(text)),),
    )  # fmt: skip
    return page, Coder("stub", Settings())(article)


def event(report):
    return Event(
        id="tt:" + report.id[:12], track=report.track, event=report.event, mode=None, date=None, place=report.place,
        actors=(), recipients=(), status="happened", impact=(), reports=(report.id,), articles=(report.article_id,),
        origins=1, first_seen=None, last_seen=None, text=report.text,
    )  # fmt: skip


def fill(path, batches=None, crash_at=0):
    """Two batches, a refusal, and what is derived from them."""
    inputs = [found(text, n) for n, text in enumerate(TEXTS)]
    refusal = Refusal(source="pages/broken.html", offset=0, reason="no text", detail="12 characters")
    batches = batches or [inputs[:3], [*inputs[3:], refusal]]
    with writing(path, META, crash_at) as ledger:
        for batch in batches:
            ledger.append(batch)
        told = [f[1] for batch in batches for f in batch if isinstance(f, tuple)]
        events = {e.id: e for c in told for e in map(event, c.reports)}
        origins = (Origin(article_id=c.article.id, origin=c.article.id) for c in told)
        rows = [Row.of("origins", o.article_id, o) for o in origins]
        ledger.derive([*rows, *(Row.of("events", id, e) for id, e in events.items())])
    return path


@pytest.fixture
def ledger(tmp_path):
    return fill(tmp_path / "ledger")
