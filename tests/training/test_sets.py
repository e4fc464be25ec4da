"""Sentences read together: what is marked in each stays at its words."""

from training import marks, sets

PASSAGE = marks.parse("""### wire | x
[Arnor]1 [shelled]2 [Osk]3.
> ASSAULT trigger=2 actors=1 place=3 status=planned
[Veld]1 [said]2 [[it]4 would [answer]5]3.
> THREATEN trigger=5 actors=4
" expects speaker=1 cue=2 content=3
It rained.
""")[0]


def test_a_window_holds_the_sentences_with_all_spans_moved():
    alone = [sets.marked(s, "corpus") for s in PASSAGE.sentences]
    joined = sets.joined(alone)
    assert joined.text == "Arnor shelled Osk. Veld said it would answer. It rained."
    assert joined.origin == "corpus-window"
    for layer, spans in joined.tags.items():
        words = [(joined.text[a:b], label) for a, b, label in spans]
        assert words == [(e.text[a:b], label) for e in alone for a, b, label in e.tags[layer]]
    roles = {(joined.text[slice(*h)], role, joined.text[slice(*s)]) for h, role, s in joined.roles}
    assert ("shelled", "place", "Osk") in roles
    assert ("said", "source", "Veld") in roles
    assert [joined.text[at:][:7] for at, _ in joined.statuses] == ["shelled", "answer."]


def test_no_role_is_judged_across_sentences():
    joined = sets.joined([sets.marked(s, "corpus") for s in PASSAGE.sentences])
    first = len(PASSAGE.sentences[0].text)
    assert all((head[0] < first) == (span[0] < first) for head, _, span in joined.judged)


def test_windows_keep_the_order_and_every_sentence():
    alone = [sets.marked(s, "corpus") for s in PASSAGE.sentences] * 40
    made = sets.windows(alone)
    assert [e for window in made for e in window] == alone
    assert len(made) > 1


def test_where_only_events_were_marked_sayings_stay_open():
    found = [e for e in sets.passages([PASSAGE], "news-events") if e.origin == "news-events"]
    assert all(not {"cue", "source", "content"} & set(e.tags) for e in found)
    assert all(role not in ("source", "content") for e in found for _, role, _ in [*e.roles, *e.judged])
    assert found[1].tags["trigger"]
