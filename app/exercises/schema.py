"""The exercise document of DESIGN.md section 3: one pydantic model for files and for the API.

Pure: no framework, no database, no network. What a document says *across* its parts (quotes that stand in
their sources, ids used twice, tracked changes that nest) is the linter's business, in `app.exercises.lint`.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticKnownError

SLUG: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Slug = Annotated[str, StringConstraints(pattern=SLUG, min_length=1, max_length=64)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5_000)]
LongText = Annotated[str, StringConstraints(min_length=1, max_length=100_000)]
Whole = Annotated[int, Field(strict=True)]
"""A number, and nothing that could be read as one: `yes` in a file is not one minute."""
Number = Annotated[float, Field(strict=True)]


def _no_moment(value: object) -> object:
    """pydantic reads a number, and its figures, as so many seconds after 1970."""
    if isinstance(value, (int, float)) or (isinstance(value, str) and value[4:5] != "-"):
        raise PydanticKnownError("date_type")
    return value


Day = Annotated[date, BeforeValidator(_no_moment)]

WordGroups = list[list[Line]]
"""Any group, all of its words or phrases. Compared on folded text (`app.text.folding`)."""


class Language(StrEnum):
    """The language of the exercise: French or English."""

    FR = "fr"
    EN = "en"


class Domain(StrEnum):
    """The kind of text: one that sells, or one that runs a business."""

    MARKETING = "marketing"
    ADMIN = "admin"


class Dimension(StrEnum):
    """What is trained and scored."""

    FACT_CHECKING = "fact_checking"
    NUANCE = "nuance"
    CLIENT_ADAPTATION = "client_adaptation"


class FlawType(StrEnum):
    """What is wrong. The first six are of `fact_checking`, the next six of `nuance`, the last five of
    `client_adaptation`."""

    CONTRADICTS_DOSSIER = "contradicts-dossier"
    ARITHMETIC_INCONSISTENCY = "arithmetic-inconsistency"
    OUTDATED = "outdated"
    FABRICATED_SOURCE = "fabricated-source"
    UNSUPPORTED_CLAIM = "unsupported-claim"
    LEGAL_CLAIM = "legal-claim"
    FALSE_PRECISION = "false-precision"
    OVER_GENERALISATION = "over-generalisation"
    UNSUPPORTED_CAUSE = "unsupported-cause"
    OVERCLAIM = "overclaim"
    STEREOTYPE = "stereotype"
    MATERIAL_OMISSION = "material-omission"
    WRONG_CLIENT_DETAIL = "wrong-client-detail"
    TONE_MISMATCH = "tone-mismatch"
    GENERIC_VOICE = "generic-voice"
    CONFIDENTIALITY_LEAK = "confidentiality-leak"
    BRIEF_IGNORED = "brief-ignored"

    @property
    def dimension(self) -> Dimension:
        return DIMENSION_OF_TYPE[self]


DIMENSION_OF_TYPE: Final[dict[FlawType, Dimension]] = {
    kind: dimension
    for dimension, kinds in (
        (Dimension.FACT_CHECKING, list(FlawType)[:6]),
        (Dimension.NUANCE, list(FlawType)[6:12]),
        (Dimension.CLIENT_ADAPTATION, list(FlawType)[12:]),
    )
    for kind in kinds
}


class Severity(StrEnum):
    """How bad it would be if the client saw it; the weight in the grade is 1, 3 or 5."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"

    @property
    def weight(self) -> int:
        return SEVERITY_WEIGHT[self]


SEVERITY_WEIGHT: Final[dict[Severity, int]] = {Severity.MINOR: 1, Severity.MAJOR: 3, Severity.CRITICAL: 5}


class Reliability(StrEnum):
    """How far a document of the dossier can be trusted."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"


class Task(StrEnum):
    """What the trainee does: mark what is wrong, rewrite the draft, explain the changes to the client."""

    REVIEW = "review"
    REWRITE = "rewrite"
    CLIENT_NOTE = "client_note"


class AppliesTo(StrEnum):
    """The text that a criterion is about."""

    REWRITE = "rewrite"
    CLIENT_NOTE = "client_note"
    TWIST = "twist"


MOST_SOURCES: Final = 20
BRIEF_SOURCE: Final = "brief"
"""Evidence may also be quoted from the brief; no source may take this id."""


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=False)


class Client(Part):
    """Whom the text is for: the client of the trainee."""

    name: Line
    business: Line
    audience: Line


class Requirement(Part):
    """One thing that the client wants of the text."""

    id: Slug
    text: Line


class Brief(Part):
    """The client’s order. `prompt` is what was asked of the AI that wrote the draft."""

    client: Client
    context: Paragraph
    prompt: Paragraph
    requirements: Annotated[list[Requirement], Field(min_length=1, max_length=20)]

    @property
    def text(self) -> str:
        """The whole brief as one text, a line each, in which evidence can be quoted."""
        client = [self.client.name, self.client.business, self.client.audience]
        return "\n".join([*client, self.context, self.prompt, *(r.text for r in self.requirements)])


class Source(Part):
    """A document of the dossier. In files, `file` names its text; `app.exercises.files` reads it."""

    id: Slug
    title: Line
    publisher: Line
    date: Day
    reliability: Reliability
    text: LongText


class Evidence(Part):
    """A passage that proves a point. `source` is the id of a source, or `brief`."""

    source: Slug
    quote: Paragraph


class RepairedRule(Part):
    """Holds when any group of `any` stands in the rewrite (or `any` is empty) and no group of `none` does."""

    any: WordGroups = []
    none: WordGroups = []


class Flaw(Part):
    """A defect planted in the draft: its tracked changes carry this id. `why` is shown in the feedback. A
    comment with all words of any group of `accept` shows that the cause was understood. `repaired` says how a
    rewrite shows that the flaw is gone; by default that follows from the tracked change."""

    id: Slug
    type: FlawType
    severity: Severity
    why: Paragraph
    evidence: Evidence | None = None
    accept: WordGroups = []
    repaired: RepairedRule | None = None

    @property
    def dimension(self) -> Dimension:
        return self.type.dimension


class Decoy(Part):
    """A sound passage that looks suspicious; marking it is a false alarm. `why` says that it is sound."""

    id: Slug
    why: Paragraph
    evidence: Evidence | None = None


class CriterionRule(Part):
    """Every key that is given must hold. `max_words` and `min_words` count words of the text."""

    any: WordGroups = []
    none: WordGroups = []
    max_words: Annotated[Whole, Field(ge=1, le=10_000)] | None = None
    min_words: Annotated[Whole, Field(ge=1, le=10_000)] | None = None
    address: Literal["vous", "tu"] | None = None


class Criterion(Part):
    """One yes or no question about a text of the trainee, decided by `rule`; without a rule by a model, or by
    nobody."""

    id: Slug
    dimension: Dimension
    applies_to: AppliesTo
    statement: Line
    weight: Annotated[Whole, Field(ge=1, le=10)] = 1
    rule: CriterionRule | None = None


class TwistCriterion(Criterion):
    """A criterion of the twist; it counts in client adaptation unless it says otherwise."""

    dimension: Dimension = Dimension.CLIENT_ADAPTATION
    applies_to: AppliesTo = AppliesTo.TWIST


class Twist(Part):
    """The client’s answer to the note: a new wish that the text must follow."""

    message: Paragraph
    criteria: Annotated[list[TwistCriterion], Field(min_length=1, max_length=20)]


class Weights(Part):
    """How much each dimension counts in the overall score."""

    fact_checking: Annotated[Number, Field(ge=0, le=10)] = 1
    nuance: Annotated[Number, Field(ge=0, le=10)] = 1
    client_adaptation: Annotated[Number, Field(ge=0, le=10)] = 1


class Exercise(Part):
    """One exercise. `draft` holds CriticMarkup: the right text with its flaws as tracked changes, as in
    `{~~65~>75~~}{>>price<<} €`, where `price` is the id of a flaw. `{++…++}` adds, `{--…--}` leaves out,
    `{==…==}` marks a decoy; each is followed by its id. A rewrite must not lose the facts of `keep`."""

    id: Slug
    title: Line
    language: Language
    domain: Domain
    difficulty: Annotated[Whole, Field(ge=1, le=3)]
    minutes: Annotated[Whole, Field(ge=1, le=240)]
    brief: Brief
    sources: Annotated[list[Source], Field(min_length=1, max_length=MOST_SOURCES)]
    draft: LongText
    flaws: list[Flaw] = []
    decoys: list[Decoy] = []
    tasks: Annotated[list[Task], Field(min_length=1, max_length=3)]
    twist: Twist | None = None
    weights: Weights = Weights()
    keep: WordGroups = []
    criteria: list[Criterion] = []

    def all_criteria(self) -> list[Criterion]:
        """The criteria of the exercise, then those of its twist."""
        return [*self.criteria, *(self.twist.criteria if self.twist else [])]

    def source_text(self, source: str) -> str | None:
        """The text of a source or of the brief; None when the dossier has no such source."""
        if source == BRIEF_SOURCE:
            return self.brief.text
        return next((s.text for s in self.sources if s.id == source), None)
