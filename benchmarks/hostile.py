"""What hostile pages cost and lose: ``python benchmarks/hostile.py [snippets [N] | big | hidden | rules]``.

``snippets``: N generated snippets, each between two planted paragraphs; what a browser's parser shows must be kept.
``big``: depth, floods of attributes, comments and text; seconds and peak memory of the child that parses.
``hidden``: sentences planted where readers do not see them. ``rules``: the slowest rule on 100 kB of near matches.
Without a word: all four. ``-v`` names what is lost. Everything is made here, from a fixed seed; nothing is read and nothing is connected.
"""

# ruff: noqa: E501
# The tables of tricks read better in long lines.

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator

from twotrack.cleaning.workers import Cleaner
from twotrack.records import Article, Page, Refusal
from twotrack.settings import Settings

BEFORE = (
    "Arnorian troops shelled the town of Osk on Tuesday evening, the governor of the province told reporters there."
)
AFTER = (
    "Envoys of Veld and Karsia signed a truce in Keld on Friday, after nine days of talks, their ministries announced."
)
PLANTED = "Karsia attacked Keld with forty drones on Thursday, its ministry of defence said late in the evening."

TAGS = (
    "a abbr address applet area article aside audio b base basefont bdi bdo big blockquote body br button canvas"
    " caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset"
    " figcaption figure font footer form frame frameset h1 h2 h6 head header hgroup hr html i iframe image img input"
    " ins isindex kbd keygen label legend li link listing main map mark marquee math menu menuitem meta meter nav nobr"
    " noembed noframes noscript object ol optgroup option output p param picture plaintext pre progress q rb rp rt rtc"
    " ruby s samp script search section select slot small source span strike strong style sub summary sup svg table"
    " tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp"
    " mi mo mn ms mtext annotation-xml foreignObject desc path g x-unknown"
).split()
TRICKS = (
    "<!-- never closed", "<!-->", "<!--->", "<!-- a --!>", "<!-- <!-- -->", "<!", "<!x>", "<?php echo 1 ?>", "<![CDATA[ x ]]>",
    "<![CDATA[ open", "</", "</>", "<>", "< p>", "<p", "<div class='open", '<div title="open', "<a href=x y='", "<p/>", "<br/><br//>",
    "&", "&#", "&#x", "&#0;", "&#x110000;", "&#xD800;", "&amp", "&notit;", "&nosuch;", "&#99999999999;", "&lt;p&gt;", "\x00", "\x00<\x00p>",
    "\x1b[2J", "\u202e", "\u200b\u2060", "\ufeff", "\ufffe", "\x0c", "\r", "\x85", "\u2028",
    "<script>if (a</script", "<script><!-- <script> </script>", "<script>document.write('<p>')</script>", "<script>var a='</scr'",
    "<style>p{}</style", "<style><!-- </style>", "<title>one</title>", "<title>open", "<textarea>open", "<textarea></textarea>",
    "<plaintext>", "<xmp>open", "<iframe>open", "<noembed>open", "<noframes>open", "<noscript>open", "<noscript><p></noscript>",
    "<svg><script>1</script>", "<svg><style>p{}</style>", "<svg><title>x", "<svg><desc>", "<svg><foreignObject>", "<svg/>", "<math><mi>",
    "<math><annotation-xml encoding='text/html'>", "<svg><![CDATA[ x ]]>", "<template>open", "<template></template>", "<template><tr>",
    "<select><option>one", "<select><p>", "<select><table>", "<option>x", "<optgroup>x", "<form><form>", "<form></form></form>", "<button>one<button>two",
    "<table>", "<table><tr><td>", "<table><tr><td></table>", "<table>text<tr>text<td>text", "<table><caption>", "<table><form>", "<table><table><table>",
    "<table><col><p>", "<tr><td>x", "</table>", "</p>", "</body>", "</html>", "</body></html><p>x", "<body class=a>", "<html lang=xx>", "<head><title>x</title></head>",
    "<frameset>", "<frameset><frame>", "<b><i></b></i>", "<a><a><a>", "<a><div><a>", "<nobr><nobr>", "<b><p></b>", "<p><b><p><b><p>", "<font size=7>", "<b>", "<em><strong><u>",
    "<h1>x<h2>y", "<h1>", "<li>x<li>y", "<ul><li><ul>", "<dl><dt><dd>", "<ruby>a<rt>b", "<pre>\n", "<listing>\n", "<center>", "<marquee>", "<details><summary>",
    "<nav>", "<aside>", "<footer>", "<header>", "<figure><figcaption>", "<blockquote>", "<object>", "<audio>", "<video>", "<canvas>", "<label>", "<address>", "<main>", "<article>", "<section>",
    "<img src=x onerror=alert(1)>", "<image src=x>", "<input type=hidden>", "<isindex>", "<base href='javascript:'>", "<meta charset=utf-7>", "<meta http-equiv=refresh content=0>",
    "<link rel=stylesheet href=x>", "<div onclick=\"a('>')\">", "<a href='java\tscript:x'>x", "<p a=1 a=2 A=3>", "<p =x>", "<p / / a>", "<div\x00class=x>", "<DIV>", "<dIv></DiV>",
)  # fmt: skip


def snippet(chance: random.Random) -> str:
    """One to five tricks, tags and words in a row."""
    parts = []
    for _ in range(chance.randint(1, 5)):
        tag, kind = chance.choice(TAGS), chance.random()
        attribute = chance.choice(("", "", "", " class=x", " id='y'", ' title="a > b"', " open", " href=#"))
        if kind < 0.45:
            parts.append(chance.choice(TRICKS))
        elif kind < 0.70:
            parts.append(f"<{tag}{attribute}>")
        elif kind < 0.85:
            parts.append(f"</{tag}>")
        elif kind < 0.93:
            parts.append(f"<{tag}{attribute}>words</{tag}>")
        else:
            parts.append(chance.choice(("words", " ", "\n", "some more words, ", "x" * 300)))
    return "".join(parts)


def snippets(number: int, seed: int = 5) -> list[str]:
    """Each trick and each tag alone, open and closed, then mixtures, ``number`` in all."""
    alone = [*TRICKS, *(f"<{t}>" for t in TAGS), *(f"</{t}>" for t in TAGS), *(f"<{t}>x</{t}>" for t in TAGS)]
    chance = random.Random(seed)
    return (alone + [snippet(chance) for _ in range(max(0, number - len(alone)))])[:number]


def around(part: str, layout: int = 0) -> bytes:
    """The page: ``part`` between the two planted paragraphs, in one of three frames."""
    head = "<!DOCTYPE html><html><head><title>Truce at Keld</title></head><body>"
    before, after = f"<p>{BEFORE}</p>", f"<p>{AFTER}</p>"
    page = (
        f"{head}<h1>Truce signed at Keld</h1>{before}{part}{after}</body></html>",
        f"{head}<main><article><h1>Truce signed</h1>{before}\n{part}\n{after}</article></main></body></html>",
        f"{before}{part}{after}",
    )[layout]
    return page.encode("utf-8", "surrogatepass")


def shown(raw: bytes) -> str:
    """What a browser's parser shows of a page: the oracle."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(raw)
    for node in tree.css(
        "script, style, template, head, title, datalist, iframe, noembed, noframes, object, audio, video, canvas"
    ):
        node.decompose()
    body = tree.body
    return " ".join((body.text(deep=True, separator="") if body is not None else "").split())


def page(number: int, raw: bytes) -> Page:
    """As the reader would hand it over."""
    return Page(source=f"{number}.html", offset=0, kind="html", raw=raw)


def measure_snippets(number: int = 3000) -> bool:
    """Prints what was shown and is lost, by side; true when the target is reached."""
    given = snippets(number)
    pages = [page(n, around(part, n % 3)) for n, part in enumerate(given)]
    began = time.monotonic()
    counts: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for part, result in zip(given, Cleaner(Settings(), 2)(pages), strict=True):
        assert isinstance(result, tuple)
        visible = shown(result[0].raw)
        text = result[1].text if isinstance(result[1], Article) else ""
        notes = result[1].notes if isinstance(result[1], Article) else (result[1].reason,)
        for side, sentence in (("before", BEFORE), ("after", AFTER)):
            if sentence in visible:
                counts[side] += 1
                if sentence not in " ".join(text.split()):
                    lost[side] += 1
                    if "-v" in sys.argv:
                        print("  lost", side, repr(part)[:150], notes)
            elif sentence in text:
                counts[f"{side}: kept though the parser does not show it"] += 1
        if isinstance(result[1], Refusal):
            lost[f"refused: {result[1].reason}"] += 1
    print(f"{number} snippets, {time.monotonic() - began:.0f} s:", dict(counts), "lost:", dict(lost))
    rates = {side: 1 - lost[side] / max(1, counts[side]) for side in ("before", "after")}
    print("  kept:", {side: f"{100 * rate:.2f} %" for side, rate in rates.items()})
    return min(rates.values()) >= 0.995


def big_pages() -> Iterator[tuple[str, bytes]]:
    """Pages that are too deep, too wide or too long, each with a planted sentence behind the trouble."""
    good, end = f"<p>{BEFORE}</p>", f"<p>{AFTER}</p>"
    for depth in (200, 256, 257, 1000, 2049, 10_000, 100_000):
        yield f"{depth} div", f"<html><body>{good}{'<div>' * depth}{end}{'</div>' * depth}</body></html>".encode()
    for depth in (2049, 10_000, 100_000):
        yield f"{depth} div, open, with class", f"<html><body>{good}{'<div class=a>' * depth}{end}".encode()
        yield f"{depth} span, closed wrong", f"<html><body>{good}{'<span>' * depth}{end}{'</div>' * depth}".encode()
        yield f"{depth} open b i u", f"<html><body>{good}{'<b><i><u>' * (depth // 3)}{end}".encode()
        yield f"{depth} p b", f"<html><body>{good}{'<p><b>' * depth}{end}".encode()
        fonts = "".join(f"<p><font size={n}>" for n in range(depth))
        yield f"{depth} p font, all different", f"<html><body>{good}{fonts}{end}".encode()
        yield f"{depth} tables", f"<html><body>{good}{'<table><tr><td>' * depth}{end}".encode()
        yield f"{depth} svg", f"<html><body>{good}{'<svg><g>' * depth}{end}".encode()
        yield f"{depth} lists", f"<html><body>{good}{'<ul><li>' * depth}{end}".encode()
        yield f"{depth} a", f"<html><body>{good}{'<a href=x><div>' * depth}{end}".encode()
    flood = " ".join(f"a{n}=1" for n in range(200_000))
    yield "200,000 attributes", f"<html><body>{good}<div {flood}>{end}</div></body></html>".encode()
    flood = " ".join(f"a{n}='>'" for n in range(200_000))
    yield "200,000 quoted attributes", f"<html><body>{good}<div {flood}>{end}</div></body></html>".encode()
    yield "200,000 attributes on html and body", (f"<html><body>{good}" + f"<body {flood}>" + end).encode()
    yield (
        "an attribute of 20 MB",
        f"<html><body>{good}<div title='{'x ' * 10_000_000}'>{end}</div></body></html>".encode(),
    )
    text = f"{BEFORE} " * (20_000_000 // (len(BEFORE) + 1))
    yield "a text of 20 MB", f"<html><body>{good}<p>{text}</p>{end}</body></html>".encode()
    yield "a text of 20 MB, one word", f"<html><body>{good}<p>{'x' * 20_000_000}</p>{end}</body></html>".encode()
    yield "a text of 8 MB, four bytes each", f"<html><body>{good}<p>{'𝔸' * 2_000_000}</p>{end}</body></html>".encode()
    yield "a million comments", f"<html><body>{good}{'<!-- x -->' * 1_000_000}{end}</body></html>".encode()
    yield "a million open comments", f"<html><body>{good}{'<!-- x ' * 1_000_000}--> {end}</body></html>".encode()
    yield "a million comments, never closed", f"<html><body>{good}{end}{'<!-- x ' * 1_000_000}".encode()
    yield "a million entities", f"<html><body>{good}<p>{'&nosuch;&#x41;' * 1_000_000}</p>{end}</body></html>".encode()
    yield "a million br", f"<html><body>{good}{'<br>' * 1_000_000}{end}</body></html>".encode()
    yield "300,000 paragraphs", f"<html><body>{good}{'<p>A word.</p>' * 300_000}{end}</body></html>".encode()
    yield "a million <", f"<html><body>{good}{'<' * 1_000_000}{end}</body></html>".encode()
    yield "a million <a", f"<html><body>{good}{'<a ' * 1_000_000}>{end}</body></html>".encode()
    for place in ("start", "middle", "end"):
        many = 31_000_000 // (len(good) + 2)
        parts = [good + "\n"] * many
        parts.insert({"start": 0, "middle": many // 2, "end": many}[place], end)
        yield f"31 MB, the sentence at the {place}", f"<html><body>{''.join(parts)}</body></html>".encode()
    wide = f"<html><body>{good}<p>\U0001f600</p>{'<div>x</div>' * 2_500_000}{end}</body></html>"
    yield "30 MB with one emoji", wide.encode()
    pictures = f"<img src='data:image/png;base64,{'A' * 200_000}'><p>{BEFORE}</p>" * 140
    yield "28 MB of pictures in the page", f"<html><body>{pictures}{end}</body></html>".encode()
    yield "50 MB", f"<html><body>{good * (50_000_000 // len(good))}{end}</body></html>".encode()


def measure_big() -> bool:
    """Prints processor seconds, peak memory and the outcome of each; true when every page keeps to the limits."""
    import multiprocessing

    fine = True
    for name, raw in big_pages():
        if len(sys.argv) > 2 and sys.argv[2] not in name:
            continue
        queue: multiprocessing.Queue[tuple[float, float, str]] = multiprocessing.get_context("spawn").Queue()
        task = multiprocessing.get_context("spawn").Process(target=_alone, args=(raw, queue))
        task.start()
        seconds, peak, outcome = queue.get()
        task.join()
        bad = "" if seconds <= 5.5 and peak <= 512 and "LOST" not in outcome else "  <-- over"
        fine = fine and not bad
        print(f"  {name:40s} {len(raw) / 1e6:6.2f} MB {seconds:6.2f} s {peak:5.0f} MiB  {outcome}{bad}", flush=True)
    return fine


def _alone(raw: bytes, queue: object) -> None:
    import resource

    with_neighbours = [page(0, around("")), page(1, raw), page(2, around(""))]
    results = list(Cleaner(Settings(), 1)(with_neighbours))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = results[1][1] if isinstance(results[1], tuple) else results[1]
    if isinstance(said, Article):
        kept = AFTER in " ".join(said.text.split())
        cut = [note for note in said.notes if note.startswith("text cut")]
        outcome = f"{'kept' if kept else 'cut by name' if cut else 'LOST'}: {len(said.text)} {list(said.notes)}"
    else:
        outcome = f"refused: {said.reason} ({said.detail})"
    if not all(isinstance(r, tuple) and isinstance(r[1], Article) for r in (results[0], results[2])):
        outcome += " neighbour LOST"
    queue.put((used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, outcome))  # type: ignore[attr-defined]


HIDDEN = (
    '<p style="display:none">X</p>', "<p style='DISPLAY : NONE !important'>X</p>", '<p style="visibility: hidden">X</p>', "<p hidden>X</p>",
    '<div hidden=""><p>X</p></div>', '<p aria-hidden="true">X</p>', '<p style="font-size:0">X</p>', '<p style="font-size: 0px; color: red">X</p>',
    '<p style="position:absolute;left:-9999px">X</p>', '<p style="text-indent:-200em">X</p>', '<p style="position:fixed;top:-1000px">X</p>',
    '<p style="transform:translatex(-9999px)">X</p>', '<p style="opacity:0">X</p>', '<p style="opacity: 0.0;">X</p>', '<p style="color:transparent">X</p>',
    '<p style="clip:rect(0,0,0,0);position:absolute">X</p>', '<p style="clip-path: inset(50%)">X</p>', '<p style="height:0;overflow:hidden">X</p>',
    '<p style="width:1px;height:1px;overflow:hidden">X</p>', "<p style='dis/**/play:none;display:/**/none'>X</p>", '<p style="display:no\\6e e">X</p>',
    "<style>.gone{display:none}</style><p class=gone>X</p>", "<style>p.gone{position:absolute;left:-10000px}</style><p class='a gone'>X</p>",
    "<style>#gone{font-size:0}</style><div id=gone><p>X</p></div>", "<template><p>X</p></template>", "<!-- <p>X</p> -->", "<!--[if IE]><p>X</p><![endif]-->",
    '<img src=a alt="X">', '<p title="X">a</p>', '<a href="#" aria-label="X">a</a>', '<input type=hidden value="X">', '<meta name=description content="X">',
    '<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"X X X"}</script>', '<script type="application/ld+json">{"@type":"NewsArticle","description":"X"}</script>',
    "<script>document.write('<p>X</p>')</script>", "<datalist><option>X</datalist>", "<iframe srcdoc='<p>X</p>'></iframe>", "<noframes><p>X</p></noframes>", "<object data='x' title='X'></object>",
    "<svg><title>X</title></svg>", '<svg style="display:none"><text>X</text></svg>', "<textarea hidden>X</textarea>", '<video title="X"></video>', "<select hidden><option>X</select>", "<style>/* X */</style>",
    "<details style='display:none'><summary>a</summary><p>X</p></details>", "<p hidden>X", "<div style='display:none'><div></div><p>X</p></div>", "<noembed><p>X</p></noembed>", "<iframe><p>X</p></iframe>",
)  # fmt: skip


def measure_hidden() -> bool:
    """A sentence planted out of sight, in a page of two paragraphs, a long one and one that no tree is built of."""
    bad: list[str] = []
    filled = "".join(
        f"<p>Sentence {n} of the long report from Keld tells of grain and of bridges.</p>" for n in range(40)
    )
    frames = {"short": "X", "long": filled + "X" + filled, "deep": "<div>" * 300 + "X" + "</div>" * 300}
    for name, frame in frames.items():
        pages = [page(n, around(frame.replace("X", h.replace("X", PLANTED)))) for n, h in enumerate(HIDDEN)]
        for given, result in zip(HIDDEN, Cleaner(Settings(), 2)(pages), strict=True):
            assert isinstance(result, tuple)
            text = result[1].text if isinstance(result[1], Article) else ""
            if PLANTED in text or BEFORE not in text or AFTER not in text:
                bad.append(f"{name}: {given} -> {'read' if PLANTED in text else 'a neighbour is lost'}")
    print(f"{3 * len(HIDDEN)} pages with a hidden sentence, wrong:", len(bad), *bad, sep="\n  ")
    return not bad


def near_matches() -> Iterator[str]:
    """100 kB of what rules begin to match, again and again."""
    parts = (
        "By Jo Reed, ", "by Al al al ", "Reported by A and ", "5 June ", "June 5 2026, ", "2026-", "Updated ", "Published: 5 June 2026 ", "1", "1,", "1.", "a ", "A. ",
        "we use cookies ", "subscribe to ", "click here to read ", "follow us on ", "© 2026 ", "photo: ", "sign up for our ", "copyright ", "http://", "a@", "www.", "a.a", "...", ". A",
        "<", "</", "<!--", "<a ", "<a b=", "<a b='", '<a b="', "<script>", "</script", "<svg>", "<![CDATA[", "&", "&#", "&#x", "{", "}", ".a{", ".a{display:none", "/*", "display:none;", "display", "left:-", "font:",
        "font: a ", "clip:rect(0 ", "translate(0,", "overflow:hidden;height:", "\\", "data:a;base64,A", "![", "[a](", "[", "**", "__", "`", "# ", "> ", "- ", "---\n", "a: b\n", "\n", "\n\n", " ", "\t", "\u00a0", "\u200b", "\u202e", "e\u0301", "\u0301", "\x00", "\r", "'", '"', "(", ")", "|", " | ",
    )  # fmt: skip
    for part in parts:
        yield (part * (100_000 // len(part) + 1))[:100_000] + "!"


def measure_rules() -> bool:
    """The slowest of all cleaning rules over all near matches, in seconds."""
    from twotrack.cleaning import (
        bylines,
        dates,
        encoding,
        fingerprint,
        furniture,
        hidden,
        language,
        plaintext,
        retold,
        scanning,
        treeless,
    )
    from twotrack.cleaning.cleaner import clean
    from twotrack.errors import Refused

    def whole(text: str) -> None:
        try:
            clean(text)
            clean(f"<html><body>{text}")
        except Refused:
            return

    rules = {
        "bylines.byline": bylines.byline, "bylines.names": bylines.names, "dates.iso": dates.iso, "dates.in_line": dates.in_line, "encoding.tidy": encoding.tidy,
        "encoding.decode": lambda t: encoding.decode(t.encode(), markup=True), "fingerprint": fingerprint.fingerprint, "furniture.notice": furniture.notice,
        "furniture.strip": lambda t: furniture.strip([t, t[:399], *t.split("\n")[:500]], [t[:200]], [t[:80]]), "hidden.is_hiding": hidden.is_hiding, "hidden.names_hidden": lambda t: hidden.names_hidden([t]),
        "language.detect": language.detect, "plaintext.blocks": plaintext.blocks, "plaintext.without_marks": plaintext.without_marks, "retold": lambda t: retold.retold([t, t[:4000], t[:4000]]),
        "scanning.shape": lambda t: scanning.shape(t, 1 << 30), "treeless.readable": treeless.readable, "clean, as text and as HTML": whole,
    }  # fmt: skip
    language.detect("Imports and the model are not the rule's fault, so they come first here.")
    whole(f"<p>{BEFORE}</p>")
    slowest: dict[str, tuple[float, str]] = {}
    for text in near_matches():
        for name, rule in rules.items():
            began = time.process_time()
            rule(text)  # type: ignore[operator]
            if "-v" in sys.argv and time.process_time() - began > 0.5:
                print(f"  {time.process_time() - began:.1f} s {name} {text[:30]!r}", flush=True)
            slowest[name] = max(slowest.get(name, (0.0, "")), (time.process_time() - began, text[:24]))
    for name, (seconds, text) in sorted(slowest.items(), key=lambda item: -item[1][0]):
        print(f"  {seconds:6.3f} s  {name:28s} {text!r}")
    return max(slowest.values())[0] <= 1.0


if __name__ == "__main__":
    what = sys.argv[1] if len(sys.argv) > 1 else ""
    number = int(sys.argv[2]) if what == "snippets" and len(sys.argv) > 2 and sys.argv[2].isdigit() else 3000
    tasks = {
        "snippets": lambda: measure_snippets(number),
        "big": measure_big,
        "hidden": measure_hidden,
        "rules": measure_rules,
    }
    passed = [task() for name, task in tasks.items() if what in ("", name)]
    sys.exit(0 if all(passed) else 1)
