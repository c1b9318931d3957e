"""Who sees work and its readings: whoever has a tie to the student, mentors aside."""

from trellis.foundation.access import declare

from .models import Reading, Work

declare(Work, rows=lambda v: v.learners("student"), shows=("student",))
declare(
    Reading, rows=lambda v: v.learners("work__student"), shows=("work", "work__student", "outcome", "reader")
)
