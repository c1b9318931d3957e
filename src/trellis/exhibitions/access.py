"""Who sees an exhibition: whoever has a tie to the student."""

from trellis.foundation.access import declare

from .models import Exhibition, Panelist

declare(Exhibition, rows=lambda v: v.students("student"), shows=("student", "term"))
declare(
    Panelist,
    rows=lambda v: v.students("exhibition__student"),
    shows=("exhibition", "exhibition__student", "person"),
)
