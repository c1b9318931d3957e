"""What the parts of a model and their fields are called on screen, where they are used, and what stays as it was."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PART_TITLES = {
    "words": _("Words"),
    "outcomes": _("Outcomes"),
    "rubrics": _("Rubrics"),
    "calendar": _("Calendar"),
    "roles": _("Roles and pathways"),
    "measures": _("Measures"),
    "practices": _("Practices"),
    "plan": _("Learning plan"),
    "project": _("Project template"),
    "internship": _("Internship path"),
    "exhibition": _("Exhibitions"),
    "portfolio": _("Portfolio tasks"),
    "credit": _("Credit"),
    "review": _("School review"),
    "joining": _("Joining the network"),
}

PART_USES = {
    "words": _("On every page: what your schools call things."),
    "outcomes": _("In learning plans, projects, scoring, the gradebook and portfolios."),
    "rubrics": _("Wherever work is scored: projects, exhibitions and portfolios."),
    "calendar": _("On every Today page: terms, the week, internship days and exhibition times."),
    "roles": _("In who signs, who sits on a panel, and who moves an internship forward."),
    "measures": _("On the overview, the opportunity page and each school’s page."),
    "practices": _("Beside measures and in the school review."),
    "plan": _("In each student’s learning plan and plan meeting."),
    "project": _("When teachers design a project."),
    "internship": _("From a student’s interest to the signed agreement, and on internship days."),
    "exhibition": _("When exhibitions are planned, held and scored."),
    "portfolio": _("On each student’s portfolio and on the portfolio desk."),
    "credit": _("On each student’s credit page."),
    "review": _("When a school reviews itself."),
    "joining": _("In the steps of schools that join the network."),
}

PART_KEEPS = {
    "outcomes": _("Scores that students have already keep the outcomes they were given for."),
    "rubrics": _("Work that is already scored keeps its scores and the words it was scored with."),
    "calendar": _("Days that are already on the calendar stay as they are."),
    "plan": _("Plans that are open now stay as they are."),
    "project": _("Projects that are already designed stay as they are."),
    "internship": _("Students keep the step they have reached."),
    "exhibition": _("Exhibitions that already have a time keep it."),
    "portfolio": _("Tasks that are already scored keep their scores."),
    "credit": _("Credit is counted again from the same levels."),
}

FIELD_LABELS = {
    "hold": _("Who can change this"),
    "key": pgettext_lazy("of an entry in a model", "Short name"),
    "id": _("ID of the framework"),
    "title": _("Title"),
    "about": _("Description"),
    "code": pgettext_lazy("of an outcome, for tables", "Code"),
    "statement": _("What students learn to do"),
    "questions": _("Questions"),
    "note": _("Note"),
    "parent": _("Part of the outcome"),
    "outcomes": _("Outcomes"),
    "scales": _("Scales"),
    "rubrics": _("Rubrics"),
    "levels": _("Levels"),
    "ready_at": _("Ready to present from level"),
    "position": _("Level"),
    "quality": _("Name of the level"),
    "meaning": _("What the level means"),
    "scale": _("Scale"),
    "criteria": _("Rows"),
    "outcome": _("Outcome"),
    "weight": _("Weight"),
    "cycles": pgettext_lazy("of a school year", "Terms"),
    "week": _("Week"),
    "blocks": _("Time set aside every week"),
    "exhibitions": _("Exhibitions"),
    "count": _("Number"),
    "weeks": _("Weeks"),
    "days": _("Days"),
    "internship_days": _("Internship days"),
    "starts": _("School starts at"),
    "ends": _("School ends at"),
    "minutes": _("Minutes"),
    "times_a_week": _("Times a week"),
    "kind": _("Kind of exhibition"),
    "when": pgettext_lazy("of an exhibition or a task", "When"),
    "roles": _("Roles"),
    "tie": _("Access as"),
    "pathway": _("Steps of learning this role"),
    "measures": _("Measures"),
    "counts": _("Who counts"),
    "period": _("Counted per"),
    "unit": _("Counted as"),
    "target": _("Target"),
    "direction": _("Better when"),
    "facets": _("Groups to compare"),
    "practice": _("Practice"),
    "stage": _("Shown under"),
    "practices": _("Practices"),
    "every": _("How often"),
    "led_by": _("Led by"),
    "who": _("Who takes part"),
    "sections": _("Sections"),
    "prompts": _("Questions to talk about"),
    "weeks_least": _("Shortest project, in weeks"),
    "weeks_most": _("Longest project, in weeks"),
    "steps": _("Steps"),
    "ask": _("Question or task"),
    "required": _("Required"),
    "arrive_by": _("Students arrive by"),
    "checks": _("Checks of a site"),
    "stages": _("Steps"),
    "months": _("Good for how many months"),
    "needs": _("What is needed"),
    "signed_by": _("Who signs"),
    "discrepancy": _("Levels apart that need a talk"),
    "records": _("What is written down at the end"),
    "kinds": _("Kinds of exhibition"),
    "rubric": _("Rubric"),
    "readers": _("Who scores"),
    "people": _("People on the panel"),
    "packet_days": _("Packet is due how many days before"),
    "panel": _("Panel"),
    "role": _("Role"),
    "outside": _("From outside the school"),
    "tasks": _("Tasks"),
    "parts": _("Parts"),
    "oral_rubric": _("Rubric for the oral part"),
    "external": _("Scorers from outside"),
    "third_when": _("Levels apart that need a third scorer"),
    "passes": _("Passing level"),
    "shown": _("Presented at"),
    "points": _("Points"),
    "bands": _("Bands of levels"),
    "requirements": _("Requirements"),
    "low": _("From level"),
    "high": _("To level"),
    "focus": _("Focus areas"),
    "rows": _("Rows"),
    "question": _("Question"),
    "look_for": _("What to look for"),
    "translations": _("Translations"),
    "one": _("For one"),
    "other": _("For several"),
    "zero": _("For none"),
    "two": _("For two"),
    "few": _("For a few"),
    "many": _("For many"),
    "long": _("Name in full"),
}

SPECIAL_LABELS = {
    "Stage.days": _("Ask how it is going after how many school days"),
    "Stage.who": _("Who can move a student forward"),
    "Cycles.count": _("Terms in a year"),
    "Cycles.weeks": _("Weeks in a term"),
    "Internship.weeks": _("Usual length in weeks"),
    "Internship.questions": _("Questions for mentors"),
    "ExhibitionSlot.minutes": _("Minutes to book for each student"),
    "ExhibitionSlot.cycles": _("Only in these terms"),
    "ExhibitionKind.minutes": _("Minutes in all"),
    "Task.readers": _("Scorers"),
    "Task.grades": _("Grade levels"),
    "Words.terms": _("Words"),
}

CHOICES = {
    "hold": {"held": _("Locked by the network"), "local": _("Each school can change it")},
    "days": {
        "mon": _("Monday"),
        "tue": _("Tuesday"),
        "wed": _("Wednesday"),
        "thu": _("Thursday"),
        "fri": _("Friday"),
        "sat": _("Saturday"),
        "sun": _("Sunday"),
    },
    "ExhibitionSlot.when": {"every": _("At the end of every term"), "last": _("At the end of the year")},
    "Task.when": {"semester": _("Once a term"), "graduation": _("Once before graduation")},
    "parts": {"written": _("Written"), "oral": _("Oral")},
    "period": {"term": _("Term"), "year": _("School year")},
    "unit": {"rate": _("A percentage"), "mean": _("An average")},
    "direction": {"more": _("It is more"), "fewer": _("It is less")},
    "stage": {
        "access": _("Access"),
        "time": pgettext_lazy("stage", "Time"),
        "adults": _("Adults"),
        "audience": _("Audience"),
        "outcomes": _("Outcomes"),
    },
    "every": {"week": _("Every week"), "cycle": _("Every term"), "year": _("Every year")},
}
CHOICES["internship_days"] = CHOICES["days"]


def part_title(part: str) -> str:
    """What a part is called."""
    return str(PART_TITLES.get(part, part))


def field_label(table: str, name: str) -> str:
    """What a field of a table is called; `table` is the name of its schema."""
    return str(SPECIAL_LABELS.get(f"{table}.{name}") or FIELD_LABELS.get(name, name))


def choice_label(table: str, name: str, value: str) -> str:
    """What a choice of a field is called; the choice itself where it has no name of its own."""
    labels = CHOICES.get(f"{table}.{name}") or CHOICES.get(name) or {}
    return str(labels.get(value, value))
