"""credentials.toml: what adults show of their own practice, and the credentials that it earns them."""

from typing import Annotated, Literal

from pydantic import Field

from .base import Key, KeyedEntry, Minutes, NonEmptyTupleOf, Part, Table, Text, Title, TupleOf
from .internships_and_exhibitions import ExhibitionKind, ExhibitionStep, PanelSeat
from .learning import Level
from .portfolio import Task

PIECE_SEPARATOR = "."
"""Between the key of a credential and the number of a piece for it. No key of a package has it."""
PRACTICE_KIND = "practice"
"""The kind of every exhibition of practice."""

EvidenceKind = Literal["plan", "student-work", "recording", "reflection"]
DISCREPANCY = 2


class PracticeCriterion(KeyedEntry):
    """What a reader looks for. `levels`: one sentence for each of the part's levels, in their order."""

    title: Title
    levels: NonEmptyTupleOf[Text]


class PracticeRubric(KeyedEntry):
    """What practice is read on. Everybody can read it before they apply."""

    title: Title
    criteria: NonEmptyTupleOf[PracticeCriterion]


class Credential(KeyedEntry):
    """One credential: a competency, shown by a number of `pieces` of evidence.

    `method`: how it is practiced. `overview` and `reflection`: questions that are answered with each piece.
    `roles`: who may earn it, every adult of a school where it is left out. `assessed`: by oneself, or by two people
    apart, who are chosen by the school or the network (`chosen_by`) among `assessors`, roles of roles.toml, every
    adult of the school where none is named; and among those who hold it (`holders`). `years`: for how long it is good.
    """

    title: Title
    competency: Text
    method: Text
    rubric: Key
    evidence: NonEmptyTupleOf[EvidenceKind]
    overview: NonEmptyTupleOf[Text]
    reflection: NonEmptyTupleOf[Text]
    pieces: Annotated[int, Field(gt=0, le=10)] = 1
    years: Annotated[int, Field(gt=0, le=10)] | None = None
    roles: TupleOf[Key] = ()
    assessed: Literal["self", "two"] = "two"
    assessors: TupleOf[Key] = ()
    holders: bool = False
    chosen_by: Literal["school", "network"] = "school"
    passes: Annotated[int, Field(gt=0, le=10)]
    third_when: Annotated[int, Field(gt=0, le=10)] = 2

    def as_task(self, key: str) -> Task:
        """The task that one piece for it is, so that it is scored as every task is."""
        return Task.model_construct(
            key=key,
            title=self.title,
            ask=self.competency,
            when="graduation",
            parts=("written",),
            rubric=self.rubric,
            passes=self.passes,
            third_when=self.third_when,
        )


class PracticeExhibition(Table):
    """How an adult shows their practice before a panel, who reads on `rubric`, one of this file."""

    title: Title
    about: Text | None = None
    minutes: Minutes
    rubric: Key
    panel: NonEmptyTupleOf[PanelSeat]
    steps: NonEmptyTupleOf[ExhibitionStep]

    def as_kind(self) -> ExhibitionKind:
        """The kind of exhibition that it is, so that it is held as every exhibition is."""
        return ExhibitionKind.model_construct(
            key=PRACTICE_KIND,
            title=self.title,
            about=self.about,
            minutes=self.minutes,
            rubric=self.rubric,
            readers=(),
            people=sum(seat.count for seat in self.panel),
            panel=self.panel,
            steps=self.steps,
        )


class Credentials(Part):
    """What adults of this network show of their practice, read on `rubrics` by these `levels`."""

    levels: NonEmptyTupleOf[Level]
    rubrics: NonEmptyTupleOf[PracticeRubric]
    credentials: NonEmptyTupleOf[Credential]
    exhibition: PracticeExhibition | None = None

    def find(self, key: str) -> Credential | None:
        """The credential of that key, or the one that a piece of that key is for."""
        name = key.partition(PIECE_SEPARATOR)[0]
        return next((credential for credential in self.credentials if credential.key == name), None)

    def find_rubric(self, key: str) -> PracticeRubric | None:
        """The rubric of that key."""
        return next((rubric for rubric in self.rubrics if rubric.key == key), None)
