"""What could not be read, by reason, with the next step."""

from __future__ import annotations

from collections.abc import Iterable

from twotrack.briefing.shapes import Unread, UnreadExample
from twotrack.briefing.texts import visible
from twotrack.records import Refusal

EXAMPLES = 3
# What to do about a refusal, by its reason.
NEXT_STEPS = {
    "no text": "save the page again when it is loaded (SingleFile), or leave it out",
    "consent wall": "accept the notice, then save the page again (SingleFile)",
    "paywall notice": "save the page from an account that may read it",
    "empty file": "save the page again",
    "too large": "raise max_input_bytes (docs/settings.md), or cut the file",
    "broken JSON": "mend the line; the others were read",
    "broken gzip": "fetch or pack the file again",
    "no text field": "rename the field that holds the text to 'text'",
    "not text": "save it as HTML or plain text",
    "not a page": "save it as HTML or plain text",
    "table": "write one JSON object a line, with the text in 'text'",
    "not found": "check the path",
    "broken link": "mend the link, or pass the file itself",
    "not a regular file": "pass the file itself",
    "no permission": "allow reading, then run the same line again",
    "read error": "check the disk, then run the same line again",
    "wrong encoding": "save it as UTF-8",
    "parser timed out": "raise parse_seconds (docs/settings.md)",
    "parser died": "save the page's text as plain text",
    "web archive": "save the page as HTML",
    "capture damaged": "run the source again, where you still have it",
    "damaged": "fetch the archive again where you can; what is undamaged was read",
    "broken HTTP body": "fetch the page again",
    "revisit without original": "pass the archive of the first capture too, in a source of its own",
    "broken zip": "fetch the archive again",
    "unsafe name": "nothing of it was read; ask who made the archive",
    "name twice": "nothing of it was read; ask who made the archive",
    "entries overlap": "nothing of it was read; ask who made the archive",
    "zip method not read": "pack the archive again, stored or deflated, without a password",
    "too many entries": "unpack it, and pass the .warc files",
    "no archive in it": "unpack it, and pass the pages",
    "no text in the feed": "save the page and pass the file",
    "empty feed": "nothing to do, unless it should have entries: save it again",
    "broken feed": "save the feed again; its other entries were read",
    "unsafe XML": "leave it out: it declares entities that expand or point elsewhere",
    "feed address": "add --fetch to fetch what the list names; or save the feed and pass the file",
    "no address": "mend the line: one http(s) address a line",
    "not a feed": "pass the file itself",
    "web address": "add --fetch to fetch what the list names; or save the page and pass the file",
    "blocked by robots.txt": "not fetched, by the site's wish; save the page by hand if you may",
    "robots.txt unreachable": "run the same line again later: without an answer nothing is fetched",
    "private address": "not fetched, by design; save the page and pass the file",
    "unsafe address": "check the address: http or https, a usual port, no password",
    "no such host": "check the address, and the connection",
    "no connection": "check the connection, then run the same line again",
    "bad certificate": "check the address and the clock; ca_file (docs/settings.md) names other authorities",
    "timed out": "run the same line again later, or raise fetch_seconds (docs/settings.md)",
    "broken HTTP answer": "run the same line again later, or save the page and pass the file",
    "HTTP error": "check the address; save the page and pass the file if a browser shows it",
    "server error": "run the same line again later",
    "asked to wait": "run the same line again later",
    "too many redirects": "open the address in a browser, and pass where it ends",
    "list in a list": "pass that list itself",
}
_ELSE = "open the input and look; save the page with SingleFile if it reads well in a browser"


def next_step(reason: str) -> str:
    """What to do about a reason.

    >>> next_step("wrong encoding")
    'save it as UTF-8'
    """
    return NEXT_STEPS.get(reason, _ELSE)


def unread(refusals: Iterable[Refusal]) -> tuple[Unread, ...]:
    """Refusals by reason, the most frequent first, each with some examples."""
    groups: dict[str, list[Refusal]] = {}
    for refusal in refusals:
        groups.setdefault(refusal.reason, []).append(refusal)
    ordered = sorted(groups.items(), key=lambda g: (-len(g[1]), g[0]))
    return tuple(_unread(reason, sorted(found, key=lambda r: (r.source, r.offset))) for reason, found in ordered)


def _unread(reason: str, found: list[Refusal]) -> Unread:
    examples = (
        UnreadExample(source=visible(r.source), offset=r.offset, detail=visible(r.detail)) for r in found[:EXAMPLES]
    )
    return Unread(
        reason=visible(reason), count=len(found), next_step=next_step(reason), examples=tuple(examples)
    )  # fmt: skip
