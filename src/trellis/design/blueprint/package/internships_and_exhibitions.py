"""internship.toml and exhibition.toml: learning in the world, and showing it."""

from typing import Annotated

from pydantic import Field

from .base import ClockTime, Count, Key, KeyedEntry, Minutes, NonEmptyTupleOf, Part, Text, Title, TupleOf


class Stage(KeyedEntry):
    """A step towards an internship. `needs`: what must be there. `who`: roles that may move a student on.

    `signed_by`: roles that sign the agreement before a student goes on from here. `days`: school days after
    which somebody asks how it goes; nothing happens by itself.
    """

    title: Title
    needs: TupleOf[Text] = ()
    who: NonEmptyTupleOf[Key]
    signed_by: TupleOf[Key] = ()
    days: Annotated[int, Field(gt=0, le=400)] | None = None


class SiteCheck(KeyedEntry):
    """Something that is looked into at a site before students go there, and for how many months it holds."""

    title: Title
    months: Annotated[int, Field(gt=0, le=120)] | None = None


class MentorQuestion(KeyedEntry):
    """A question that a mentor is asked once a quarter: about the work, never about a student's character."""

    title: Title


class Internship(Part):
    """The pipeline in order, the usual length of a placement in weeks, and the hour by which a student has
    arrived, on the school's clock."""

    weeks: Annotated[int, Field(gt=0, le=60)] | None = None
    arrive_by: ClockTime = "09:20"
    checks: TupleOf[SiteCheck] = ()
    questions: TupleOf[MentorQuestion] = ()
    stages: NonEmptyTupleOf[Stage]

    @property
    def signed_by(self) -> tuple[str, ...]:
        """Roles that sign the agreement, in the order of the stages."""
        return tuple(dict.fromkeys(role for stage in self.stages for role in stage.signed_by))


class PanelSeat(KeyedEntry):
    """People a panel needs: how many, and the role they hold where there is one."""

    title: Title
    count: Count
    role: Key | None = None
    outside: bool = False  # somebody whom the school does not employ or enroll


class ExhibitionStep(KeyedEntry):
    title: Title
    minutes: Minutes


class ExhibitionKind(KeyedEntry):
    """One kind of exhibition. `people`: the size of the panel. `readers`: roles that read on the rubric.

    `packet_days`: days before it by which the panel has the student's packet in hand.
    """

    title: Title
    about: Text | None = None
    minutes: Minutes
    rubric: Key
    readers: NonEmptyTupleOf[Key]
    people: Count
    packet_days: Annotated[int, Field(gt=0, le=60)] | None = None
    panel: NonEmptyTupleOf[PanelSeat]
    steps: NonEmptyTupleOf[ExhibitionStep]


class Exhibition(Part):
    """`discrepancy`: levels between two readers from which they talk before they agree.

    `records`: what is written down at the end.
    """

    discrepancy: Annotated[int, Field(gt=0, le=10)]
    records: TupleOf[Title] = ()
    kinds: NonEmptyTupleOf[ExhibitionKind]
