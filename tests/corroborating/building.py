"""Small articles and reports for tests: one sentence an article, offsets found by the words."""

from twotrack import codebook
from twotrack.records import Article, Entity, Impact, Paragraph, Place, Report, Span, When, content_id


def article(text, outlet="wire", published=None, url=None, **more):
    paragraphs, start = [], 0
    for part in text.split("\n\n"):
        paragraphs.append(Paragraph(start=start, end=start + len(part)))
        start += len(part) + 2
    given = {"title": None, "authors": (), "language": "en", "outlet": outlet, **more}
    id = given.pop("id", content_id("test", outlet, published, url, text))
    return Article(id=id, url=url, published=published, text=text, paragraphs=tuple(paragraphs), **given)


def span(article, words, kind=Span, **more):
    start = article.text.find(words) if words else 0
    start = max(start, 0)
    return kind(text=words, start=start, end=start + len(words), **more)


def entity(article, said):
    """``"Arnorian troops = ARNMIL"`` has a code, ``"the army"`` has none."""
    words, _, code = said.partition(" = ")
    return span(article, words, Entity, code=code, country=code[:3] or None)


def place(article, said):
    """``"Osk"``, ``"Osk = ARN #7"`` with country and gazetteer id, ``"a key town ? withheld VLD"`` with a reason."""
    if said is None:
        return None
    words, _, reason = said.partition(" ? ")
    if reason:
        why, _, country = reason.partition(" ")
        return span(article, words, Place, reason=why, country=country or None)
    words, _, point = words.partition(" = ")
    if not point:
        return span(article, words, Place)
    country, _, number = point.partition(" #")
    return span(
        article,
        words,
        Place,
        name=words,
        country=country,
        geonameid=int(number),
        lat=float(number),
        lon=1.0,
        precision="city",
    )


def date(article, said):
    """``"2026-06-03"`` or ``"2026-06-01..2026-06-07"``; ``?`` is a date that nobody resolved."""
    if said is None:
        return None
    first, _, last = said.partition("..")
    if said == "?":
        return When(text="recently", start=0, end=0)
    return When(text=said, start=0, end=0, first=first, last=last or first, precision="range" if last else "day")


def report(article, event="ASSAULT", trigger="shelled", sentence=None, **told):
    """A report of ``sentence``, or of all the text."""
    where = span(article, sentence or article.text)
    at = span(article, trigger)
    return Report(
        id=content_id("report", article.id, where.start, at.start, event),
        article_id=article.id,
        start=where.start,
        end=where.end,
        text=where.text,
        event=event,
        mode=told.get("mode"),
        contexts=(),
        quad_code=codebook.quad(event),
        track=codebook.track(event),
        trigger=at,
        actors=tuple(entity(article, a) for a in told.get("actors", ())),
        recipients=tuple(entity(article, a) for a in told.get("recipients", ())),
        place=place(article, told.get("place")),
        date=date(article, told.get("date")),
        status=told.get("status", "happened"),
        speaker=entity(article, told["speaker"]) if told.get("speaker") else None,
        impact=tuple(
            Impact(kind=kind, best=n, low=n, high=n, text=str(n), start=0, end=1)
            for kind in ("killed", "injured", "detained")
            if (n := told.get(kind)) is not None
        ),
        score=told.get("score", 0.9),
        coder="test",
        codebook="test",
    )
