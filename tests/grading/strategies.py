"""Random drafts and marks for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from app.exercises.schema import FlawType, Severity
from app.grading.matching import Mark, Planted, PlantedDecoy, PlantedFlaw
from app.text.spans import Span

types = st.sampled_from(FlawType)
severities = st.sampled_from(Severity)


@st.composite
def sentence_zones(draw: st.DrawFn, fewest: int = 3, most: int = 9) -> tuple[Span, ...]:
    """Sentences of 8 to 60 characters, one or two characters of space between them."""
    zones, start = [], 0
    for _ in range(draw(st.integers(fewest, most))):
        end = start + draw(st.integers(8, 60))
        zones.append(Span(start, end))
        start = end + draw(st.integers(1, 2))
    return tuple(zones)


def spans_within(end: int, longest: int) -> st.SearchStrategy[Span]:
    return st.tuples(st.integers(0, end - 1), st.integers(1, longest)).map(
        lambda drawn: Span(drawn[0], min(end, drawn[0] + drawn[1]))
    )


@st.composite
def planted_drafts(draw: st.DrawFn, fewest_flaws: int = 0) -> Planted:
    """Up to five flaws of up to three passages (none: an omission), which may overlap or leave a sentence."""
    sentences = draw(sentence_zones())
    end = sentences[-1].end
    several = st.lists(spans_within(end, 40), max_size=3).map(tuple)
    flaws = [
        PlantedFlaw(f"f{at}", draw(several), draw(types), draw(severities))
        for at in range(draw(st.integers(fewest_flaws, 5)))
    ]
    decoys = [PlantedDecoy(f"d{at}", (draw(spans_within(end, 30)),)) for at in range(draw(st.integers(0, 2)))]
    return Planted(sentences, tuple(flaws), tuple(decoys))


@st.composite
def marks_on(draw: st.DrawFn, planted: Planted) -> Mark:
    """A mark anywhere, often near a flaw; a report of an omission, true or not, some on a passage; or
    *checked, sound*."""
    kind = draw(st.one_of(types, st.sampled_from([f.type for f in planted.flaws] or list(FlawType))))
    severity = draw(st.one_of(st.none(), severities))
    if draw(st.integers(0, 4)) == 0:
        return Mark(None, kind, severity, draw(reports_in(planted)))
    span = draw(near(planted))
    if draw(st.integers(0, 4)) == 0:
        return Mark(span, FlawType.MATERIAL_OMISSION, severity, draw(reports_in(planted)))
    return Mark(span, "sound" if draw(st.integers(0, 7)) == 0 else kind, severity)


def reports_in(planted: Planted) -> st.SearchStrategy[frozenset[str]]:
    omitted = [flaw.id for flaw in planted.flaws if not flaw.passages]
    return st.frozensets(st.sampled_from(omitted)) if omitted else st.just(frozenset())


def near(planted: Planted) -> st.SearchStrategy[Span]:
    end = planted.sentences[-1].end
    passages = [passage for flaw in planted.flaws for passage in flaw.passages]
    known = st.sampled_from([*passages, *planted.sentences])
    moved = st.tuples(known, st.integers(-9, 9), st.integers(-9, 9)).map(
        lambda drawn: Span(max(0, drawn[0].start + drawn[1]), min(end, drawn[0].end + drawn[2]))
    )
    return st.one_of(known, moved.filter(lambda span: span.length > 0), spans_within(end, 80))


@st.composite
def drafts_with_marks(draw: st.DrawFn, fewest_flaws: int = 0) -> tuple[Planted, list[Mark]]:
    planted = draw(planted_drafts(fewest_flaws))
    return planted, draw(st.lists(marks_on(planted), max_size=9))
