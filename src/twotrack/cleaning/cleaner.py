"""A page to an article: the readable body, and what the page states about itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from twotrack.cleaning import bylines, dates, plaintext
from twotrack.cleaning.encoding import decode, tidy, turned
from twotrack.cleaning.furniture import Kept, strip
from twotrack.cleaning.language import detect
from twotrack.cleaning.markup import Extracted, extract
from twotrack.cleaning.metadata import Metadata, host
from twotrack.cleaning.retold import retold
from twotrack.cleaning.treeless import is_sentence
from twotrack.errors import Refused
from twotrack.records import Article, Page, Paragraph, content_id
from twotrack.settings import Settings

_MARKUP = re.compile(r"\s*(?:<!--.*?-->\s*)?<(?:!doctype|html|head|body|article|div|p|meta|title|\?xml)\b", re.I | re.S)


def clean(raw: bytes | str, url: str | None = None) -> Article:
    """A saved page or plain text to an article, in this process and without a time limit.

    Raises:
        Refused: there is no readable article in it; ``reason`` says why.
    """
    data = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    text = raw if isinstance(raw, str) else raw[:4096].decode("utf-8", "replace")
    is_markup = _MARKUP.match(text[:4096].lstrip("\ufeff")) is not None or b"<\x00h\x00t\x00" in data[:400].lower()
    page = Page(source="-", offset=0, kind="html" if is_markup else "text", raw=data, url=url)
    return clean_page(page, Settings())


def clean_page(page: Page, settings: Settings) -> Article:
    """The article of a page.

    Raises:
        Refused: "no text", "consent wall", "paywall notice", "too large", "wrong encoding", "nested too deep".
    """
    if len(page.raw) > settings.max_input_bytes:
        raise Refused("too large", f"{len(page.raw)} bytes")
    found = found_in(page)
    kept = strip(map(tidy, found.blocks), found.facts.titles, found.facts.authors)
    if sum(map(len, kept.blocks)) < settings.min_text_chars and not _tells_something(kept):
        raise _nothing(kept)
    return _article(page, found, kept)


def found_in(page: Page) -> Extracted:
    """What a page holds, furniture and all; what a structured source says itself goes before what the page shows."""
    if page.kind == "html":
        return _with_fields(extract(page.raw, page.url, page.charset), page)
    if page.kind == "json":
        if "text" not in page.fields:
            return _with_fields(extract(page.fields.get("html", ""), page.url), page)
        blocks = tuple(plaintext.blocks(tidy(page.fields["text"])))
        return _with_fields(Extracted(facts=Metadata(), blocks=blocks, notes=turned(page.fields["text"])), page)
    written = decode(page.raw, charset=page.charset)[0]
    text = tidy(written)
    if page.kind == "markdown":
        text = plaintext.without_marks(text)
    found = msgspec.structs.replace(_of_text(plaintext.blocks(text)), notes=turned(written))
    return _with_fields(found, page)


def _of_text(blocks: Sequence[str]) -> Extracted:
    """Plain text: the headline is the first line that is neither a notice nor a sentence, with text behind it."""
    before = strip(blocks).blocks
    title = plaintext.headline(before)
    return Extracted(facts=Metadata(title=title, titles=(title,) if title else ()), blocks=tuple(blocks))


def _with_fields(found: Extracted, page: Page) -> Extracted:
    """What a structured source says itself goes before what was found in the page."""
    fields, facts = page.fields, found.facts
    title = " ".join(tidy(fields.get("title", "")).split()) or facts.title
    outlet = fields.get("outlet") or facts.outlet or host(page.url)
    said = dates.read(fields.get("published", ""))
    doubt = fields.get("undated") or (
        f"{said.note}: {fields['published'][:60]}" if fields.get("published") and said.note else ""
    )
    facts = Metadata(
        title=title,
        titles=tuple(dict.fromkeys(filter(None, (title, *facts.titles)))),
        authors=bylines.names(fields.get("authors", ""), outlet) or facts.authors,
        published=said.iso or facts.published,
        doubt=doubt if said.iso or doubt else facts.doubt,
        outlet=outlet,
        url=facts.url or page.url,
        language=fields.get("language", "").lower()[:2] or facts.language,
    )
    return Extracted(facts=facts, blocks=found.blocks, notes=found.notes)


def _tells_something(kept: Kept) -> bool:
    """A whole sentence is evidence, however short its page is; beside a notice of a wall it is a teaser."""
    walls = {"paywall", "consent"}.intersection(kind for kind, _ in kept.removed)
    return not walls and any(is_sentence(block) for block in kept.blocks)


def _nothing(kept: Kept) -> Refused:
    """Why there is no text: a wall where the notices that were taken out say so."""
    kinds = {kind for kind, _ in kept.removed}
    detail = f"{sum(map(len, kept.blocks))} characters of readable text"
    if "paywall" in kinds:
        return Refused("paywall notice", detail)
    return Refused("consent wall" if "consent" in kinds else "no text", detail)


def _article(page: Page, found: Extracted, kept: Kept) -> Article:
    facts = found.facts
    text = "\n\n".join(kept.blocks)
    authors = tuple(tidy(name) for name in (facts.authors or kept.authors))
    stated = facts.published or kept.published
    published = stated if dates.plausible(stated, page.fetched) else None
    title = tidy(facts.title) if facts.title else None
    article = Article(
        id=content_id("article", facts.url, title, published, list(authors), text),
        url=facts.url,
        title=title,
        authors=authors,
        published=published,
        # What a page declares counts only where the text is too short to tell.
        language=detect(text) or facts.language,
        text=text,
        paragraphs=_paragraphs(kept.blocks),
        outlet=tidy(facts.outlet) if facts.outlet else None,
    )
    doubts = (f"date not certain: {facts.doubt}",) if facts.doubt else ()
    return msgspec.structs.replace(article, notes=_notes((*found.notes, *doubts), stated, article))


def _paragraphs(blocks: Sequence[str]) -> tuple[Paragraph, ...]:
    made, start = [], 0
    for block, original in zip(blocks, retold(blocks), strict=True):
        made.append(Paragraph(start=start, end=start + len(block), retold_of=original))
        start += len(block) + 2
    return tuple(made)


def _notes(found: tuple[str, ...], stated: str | None, article: Article) -> tuple[str, ...]:
    notes = list(found)
    if article.published is None:
        notes.append("no date" if stated is None else "date after capture")
    if not article.authors:
        notes.append("no byline")
    if number := sum(p.retold_of is not None for p in article.paragraphs):
        notes.append(f"retold paragraphs: {number}")
    if article.language not in (None, "en"):
        notes.append(f"language not read: {article.language}")
    return tuple(notes)
