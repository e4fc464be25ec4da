"""News agencies that an article says its words come from."""

from __future__ import annotations

import re

from twotrack.records import Article

_AGENCIES = {
    "AP": "AP", "Associated Press": "AP", "Reuters": "Reuters", "AFP": "AFP", "Agence France-Presse": "AFP",
    "dpa": "dpa", "Deutsche Presse-Agentur": "dpa", "ANSA": "ANSA", "EFE": "EFE", "PTI": "PTI",
    "Press Trust of India": "PTI", "UPI": "UPI", "Interfax": "Interfax", "TASS": "TASS", "RIA Novosti": "RIA",
    "Xinhua": "Xinhua", "Kyodo": "Kyodo", "Kyodo News": "Kyodo", "Yonhap": "Yonhap", "Anadolu": "Anadolu",
    "Anadolu Agency": "Anadolu", "Ukrinform": "Ukrinform", "Bloomberg": "Bloomberg", "PA Media": "PA",
}  # fmt: skip
_NAMES = "|".join(re.escape(name) for name in sorted(_AGENCIES, key=lambda name: (-len(name), name)))
_BRACKETED = re.compile(rf"[(\[](?:[^()\[\]]{{0,40}}[/,;] ?)?({_NAMES})(?:[/,;][^()\[\]]{{0,40}})?[)\]]")
_NAMED = re.compile(rf"\b({_NAMES})\b")
# An agency that the list does not know, in its dateline: "OSK, June 3 (Keld Press) —".
_DATELINE = re.compile(r"^[^\n()]{2,60}\(([A-Z][\w .&-]{1,40})\)\s*[-–—:]")


def credited(article: Article) -> frozenset[str]:
    """The agencies that the byline, a dateline or a bracket in the text credits.

    A mention in running text ("told Reuters") credits nobody.

    >>> from twotrack.records import Article
    >>> text = "OSK, June 3 (Keld Press) — Troops left. An officer told Reuters that all was calm."
    >>> sorted(credited(Article(id="a", url=None, title=None, authors=("AP",), published=None, language=None,
    ...     text=text, paragraphs=())))
    ['AP', 'Keld Press']
    """
    found = {_AGENCIES[m[1]] for m in _BRACKETED.finditer(article.text)}
    for author in article.authors:
        found |= {_AGENCIES[m[1]] for m in _NAMED.finditer(author)}
    dateline = _DATELINE.match(article.text)
    if dateline:
        found.add(_AGENCIES.get(dateline[1].strip(), dateline[1].strip()))
    return frozenset(found)
