"""What a request about an exhibition refers to: the school's words and the protocol."""

from __future__ import annotations

from typing import NamedTuple

from django.http import Http404

from trellis.core.community.models import Person, School
from trellis.core.community.selectors import school_of
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.wording import Wording, wording_of

from .models import Exhibition
from .rubric import ExhibitionProtocol, exhibition_rules, get_protocol, practice_kind, practice_protocol
from .selectors import school_of_exhibition


class SchoolModel(NamedTuple):
    """A school whose model has exhibitions, its words, and the model."""

    school: School
    words: Wording
    package: Package


def get_school_model_or_404(student: Person) -> SchoolModel:
    """The student's school and its model. 404 where the school's model has no exhibitions."""
    school = school_of(student.pk)
    words = wording_of(school.pk if school else None)
    if school is None or words.package is None or not words.has("exhibition"):
        raise Http404
    return SchoolModel(school, words, words.package)


def get_exhibition_model_or_404(exhibition: Exhibition) -> SchoolModel:
    """The school at which an exhibition is held, and its model. 404 where the model has no such exhibitions."""
    if exhibition.practice_school_id is None:
        return get_school_model_or_404(exhibition.student)
    school, words = school_of_exhibition(exhibition), wording_of(exhibition.practice_school_id)
    if school is None or words.package is None or practice_kind(words.package) is None:
        raise Http404
    return SchoolModel(school, words, words.package)


def protocol_of(package: Package, exhibition: Exhibition) -> ExhibitionProtocol:
    """How the model holds an exhibition: the first kind's protocol, where it has this kind no longer."""
    if exhibition.practice_school_id:
        return practice_protocol(package)
    try:
        return get_protocol(package, exhibition.kind)
    except KeyError:
        return get_protocol(package, exhibition_rules(package).kinds[0].key)
