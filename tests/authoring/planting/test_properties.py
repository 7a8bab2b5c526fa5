"""Whatever a model proposes: an `Unfit` with a message, or a draft that lints without a new error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from app.authoring.planting.bed import Bed
from app.authoring.planting.engine import clean_text
from app.authoring.planting.placing import Edit, with_changes
from app.authoring.planting.proposals import DecoyProposal, FlawProposal
from app.authoring.planting.reasons import Unfit
from app.authoring.planting.request import PlantRequest
from app.authoring.planting.slugs import slug_of
from app.exercises.criticmarkup import ChangeKind, parse
from app.exercises.document import read_document
from app.exercises.findings import has_errors
from app.exercises.lint import lint
from app.exercises.prepared import prepare
from app.exercises.schema import FlawType, Language
from app.text.spans import Span
from tests.authoring.planting.cases import DEVIS, FRENCH, TEXT

REQUEST = PlantRequest.model_validate(FRENCH)
CLEAN = REQUEST.clean_exercise(clean_text(TEXT, Language.FR))
ANYTHING = st.text(max_size=30) | st.text(alphabet="{}~+->=<65 €aàé.\n\u0301\u200b", max_size=20)


@st.composite
def piece_of(draw: st.DrawFn, text: str) -> str:
    """A stretch of a text, wherever it cuts."""
    start = draw(st.integers(0, len(text) - 1))
    return text[start : start + draw(st.integers(1, 60))]


@st.composite
def whole_words_of(draw: st.DrawFn, text: str) -> str:
    """Some words of one line of a text that follow each other."""
    words = draw(st.sampled_from([line.split() for line in text.splitlines() if line.strip()]))
    start = draw(st.integers(0, len(words) - 1))
    return " ".join(words[start : start + draw(st.integers(1, 8))])


def words_of(text: str) -> st.SearchStrategy[str]:
    return whole_words_of(text) | piece_of(text) | ANYTHING


def proved(passage: st.SearchStrategy[str], other: st.SearchStrategy[str]) -> dict[str, Any]:
    """The members of both kinds of proposals; `other` makes what should be neither empty nor hidden."""
    quotes = st.just("65 € le mètre carré, pose comprise")
    return {
        "passage": passage,
        "before": st.just("") | whole_words_of(TEXT) | other,
        "after": st.just(""),
        "why": st.just("Le devis dit autre chose.") | other,
        "source": st.just("devis") | st.sampled_from(["forum", "brief", "rien"]),
        "quote": quotes | whole_words_of(DEVIS) | other,
    }


def flaws_of(
    passage: st.SearchStrategy[str], other: st.SearchStrategy[str]
) -> st.SearchStrategy[FlawProposal]:
    kinds = st.just("replace") | st.sampled_from(["add", "drop", "swap"])
    return st.builds(
        FlawProposal,
        **proved(passage, other),
        type=st.sampled_from([*FRENCH["types"], "stereotype"]),
        kind=kinds,
        text=st.sampled_from(["75 €", "six jours", "Une étude le prouve."]) | other,
        severity=st.sampled_from(["minor", "major", "critical", "x"]),
        accept=st.just([["devis"]]) | st.lists(st.lists(words_of(DEVIS), max_size=2), max_size=3),
    )


PLAUSIBLE = whole_words_of(TEXT)
FLAWS = flaws_of(PLAUSIBLE, PLAUSIBLE) | flaws_of(words_of(TEXT), ANYTHING)
DECOYS = st.builds(DecoyProposal, **proved(PLAUSIBLE, PLAUSIBLE)) | st.builds(
    DecoyProposal, **proved(words_of(TEXT), ANYTHING)
)


def attempt(take: Callable[[], object]) -> str | None:
    """Why a proposal is not taken; None where it is."""
    try:
        take()
    except Unfit as unfit:
        return unfit.message("fr")
    return None


@settings(deadline=None, max_examples=300)
@given(flaws=st.lists(FLAWS, max_size=12), decoys=st.lists(DECOYS, max_size=4))
def test_nothing_that_is_proposed_breaks_the_draft(
    flaws: list[FlawProposal], decoys: list[DecoyProposal]
) -> None:
    bed = Bed(CLEAN, Counter(REQUEST.types), REQUEST.decoys)
    for take in [partial(bed.plant, one) for one in flaws] + [partial(bed.mark, one) for one in decoys]:
        before = bed.exercise
        refusal = attempt(take)
        assert (bed.exercise is before) == (refusal is not None)
        event("taken" if refusal is None else refusal[:30])
    planted = bed.exercise
    assert prepare(planted).reference == TEXT
    assert Counter(flaw.type for flaw in planted.flaws) + Counter(bed.missing) == Counter(REQUEST.types)
    if planted.flaws or planted.decoys:
        assert not has_errors(lint(planted))
    assert read_document(planted.model_dump(mode="json")) == (planted, [])


@st.composite
def edits(draw: st.DrawFn) -> list[Edit]:
    """Changes at the edges of words of `TEXT`, none touching another."""
    edges = [at for at in range(1, len(TEXT)) if TEXT[at - 1].isalnum() != TEXT[at].isalnum()]
    chosen = sorted(draw(st.lists(st.sampled_from(edges), max_size=8, unique=True)))
    kinds = [ChangeKind.REPLACEMENT, ChangeKind.DELETION, ChangeKind.HIGHLIGHT]
    return [
        Edit(f"id-{start}", draw(st.sampled_from(kinds)), Span(start, end), "autre chose")
        for start, end in zip(chosen[::2], chosen[1::2], strict=False)
    ]


@settings(deadline=None)
@given(edits=edits())
def test_rejecting_every_change_gives_the_clean_text_back(edits: list[Edit]) -> None:
    edits = [edit for edit in edits if edit.span.of(TEXT).strip()]
    markup = parse(with_changes(TEXT, edits))
    assert markup.reference == TEXT
    assert [change.id for change in markup.changes] == [edit.id for edit in edits]


@settings(deadline=None)
@given(words=st.text(max_size=120))
def test_a_slug_is_one(words: str) -> None:
    slug = slug_of(words)
    if slug:
        assert PlantRequest.model_validate(FRENCH | {"id": slug}).id == slug


def test_slugs() -> None:
    assert slug_of("L’été à Nîmes : 1 200 € d’œuvres") == "l-ete-a-nimes-1200-d-oeuvres"
    assert slug_of("mot " * 30) == "-".join(["mot"] * 16)
    assert slug_of("x" * 80) == "x" * 64
    assert slug_of("花園") == ""


def test_every_type_can_be_asked_for() -> None:
    for kind in FlawType:
        assert PlantRequest.model_validate(FRENCH | {"types": [kind.value]}).types == [kind]


def test_decomposed_letters_are_kept_composed() -> None:
    words = {"passage": "terrasse", "why": "Re\u0301gime\r\n", "source": "devis", "quote": "65\u00a0€"}
    flaw = FlawProposal(
        **words, type="overclaim", kind="replace", text="A\u0300", severity="minor", accept=[["a\u0300"]]
    )
    assert (flaw.text, flaw.why, flaw.accept) == ("À", "Régime\n", [["à"]])
