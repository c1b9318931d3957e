"""What a request about an exhibition refers to: the school's words and the protocol."""

from __future__ import annotations

from django.http import Http404

from trellis.core.community.models import Person, School
from trellis.core.community.selectors import school_of
from trellis.design.blueprint.wording import Wording, wording_of

from .models import Exhibition
from .rubric import ExhibitionProtocol, get_protocol


def get_school_and_wording_or_404(student: Person) -> tuple[School, Wording]:
    """The student's school and its words. 404 where the school's model has no exhibitions."""
    school = school_of(student.pk)
    words = wording_of(school.pk if school else None)
    if school is None or words.package is None or not words.has("exhibition"):
        raise Http404
    return school, words


def protocol_of(words: Wording, exhibition: Exhibition) -> ExhibitionProtocol:
    try:
        return get_protocol(words.package, exhibition.kind)
    except KeyError:
        return get_protocol(words.package, words.package.exhibition.kinds[0].key)
