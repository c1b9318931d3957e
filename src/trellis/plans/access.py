"""Who sees a plan: whoever has a tie to the student."""

from trellis.foundation.access import declare

from .models import Goal, Plan

declare(Plan, rows=lambda v: v.students("student"), shows=("student", "term"))
declare(Goal, rows=lambda v: v.students("plan__student"), shows=("plan", "plan__student", "outcome"))
