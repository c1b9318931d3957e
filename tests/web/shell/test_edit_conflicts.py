"""Two people open the same form, and both save it: nothing is overwritten, and the second sees both texts.

Each case is a real page with its real form. A record that several people may edit (`Revised`) without a case fails.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.adults.joining.capacity import current_year
from trellis.adults.joining.models import ContractedService, JoiningStep
from trellis.adults.organizations.models import PartnerPromise
from trellis.assessment.evidence.models import Grade
from trellis.assessment.exhibitions.models import Round
from trellis.assessment.portfolios.models import PortfolioEntry
from trellis.core.community.models import Account, Person, Role
from trellis.core.foundation.models import Revised
from trellis.core.foundation.revisions import EditConflict
from trellis.core.translations.models import Translation
from trellis.improvement.reviews.models import Reviewer, SchoolReview
from trellis.learning.languages.models import ServiceMinutes
from trellis.learning.library.models import Entry
from trellis.learning.library.services import PublicationDetails, publish_project
from trellis.learning.supports.models import Housing, Retention
from trellis.learning.teams.models import DraftGroup, GroupDraft, StudentDiscussion
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
FIRST, SECOND = "The first text.", "The second text."


class Forms(HTMLParser):
    """The post forms of a page: what each would send if somebody pressed its first button."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self.within: dict[str, list[str]] | None = None
        self.select, self.area, self.chosen = "", "", False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        attributes = {name: value if value is not None else "" for name, value in attrs}
        if tag == "form":
            self.within = {} if attributes.get("method") == "post" else None
            if self.within is not None:
                self.within["(action)"] = [attributes.get("action", "")]
                self.forms.append(self.within)
        if self.within is None:
            return
        name = attributes.get("name", "")
        if (
            tag == "input"
            and name
            and not (attributes.get("type") in ("checkbox", "radio") and "checked" not in attributes)
        ):
            if attributes.get("type") not in ("file", "submit"):
                self.within.setdefault(name, []).append(
                    attributes.get("value", "on" if "checked" in attributes else "")
                )
        elif tag == "textarea" and name:
            self.area = name
            self.within[name] = [""]
        elif tag == "select":
            self.select, self.chosen = name, False
        elif tag == "option" and self.select and (not self.chosen or "selected" in attributes):
            self.within[self.select] = [attributes.get("value", "")]
            self.chosen = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.within = None
        elif tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.area and self.within is not None:
            self.within[self.area][0] += data


@dataclass(frozen=True)
class Case:
    """Who opens which page and changes which field. `about` tells one form of the page from the others."""

    who: str
    page: Callable[[Side], str]
    text: str
    about: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    texts: tuple[str, str] = (FIRST, SECOND)
    prepare: Callable[[Side], object] = lambda side: None
    shown: tuple[str, ...] = ()


def at(name: str, row: str | Callable[[Side], Any], query: str = "") -> Callable[[Side], str]:
    def address(side: Side) -> str:
        target = side.rows[row] if isinstance(row, str) else row(side)
        return reverse(name, args=[target.pk]) + query

    return address


def in_design(name: str, row: str) -> Callable[[Side], str]:
    return lambda side: reverse(name, args=[side.rows["WeekDesign"].pk, side.rows[row].pk])


def in_diagram(side: Side) -> str:
    """The driver diagram with the forms of its driver open."""
    return f"{reverse('aim-drivers', args=[side.rows['Aim'].pk])}?edit={side.rows['Driver'].pk}"


def amina(side: Side) -> Any:
    return side.amina


def school(side: Side) -> Any:
    return side.school


def my_learning(side: Side) -> str:
    return reverse("my-learning")


def soon() -> str:
    return (timezone.localdate() + timedelta(days=20)).isoformat()


def promise_to_note(side: Side) -> None:
    """Of something that Trellis does not count, so that people note it."""
    PartnerPromise.objects.unscoped(TEXT).update(unit=PartnerPromise.Unit.SERVED)


def empty(*models: Any) -> Callable[[Side], object]:
    """Without the world's own rows, so that the two people make the first one."""
    return lambda side: [model.objects.unscoped(TEXT).all().delete() for model in models]


def noor_is_liaison(side: Side) -> None:
    Housing.objects.unscoped(TEXT).all().delete()
    tie(side.noor, Role.LIAISON, side.school)


def two_to_group(side: Side) -> None:
    tie(side.bea, Role.STUDENT, side.rows["Advisory"])


def three_groups(side: Side) -> None:
    GroupDraft.objects.unscoped(TEXT).update(count=3)
    for number in (2, 3):
        DraftGroup.objects.create(draft=side.rows["GroupDraft"], number=number, title=f"Group {number}")


def review_is(status: str) -> Callable[[Side], object]:
    """The school's review at an earlier point of its course, with its reviewer still at work while it is open."""

    def prepare(side: Side) -> None:
        SchoolReview.objects.unscoped(TEXT).update(status=status)
        if status == "open":
            Reviewer.objects.unscoped(TEXT).update(finished_at=None)

    return prepare


CASES = {
    "coaching.CoachVisit": Case("kofi", at("coach-visit", "CoachVisit"), "purpose", {"do": "details"}),
    "reviews.SchoolReview": Case("ines", at("school-review", "SchoolReview"), "focus", {"do": "details"}),
    "reviews.RowReview": Case(
        "daniel",
        at("school-review", "SchoolReview"),
        "words",
        {"do": "score"},
        prepare=review_is("open"),
    ),
    "reviews.AgreedRowLevel": Case(
        "ines", at("school-review", "SchoolReview"), "reason", {"do": "agree"}, prepare=review_is("closed")
    ),
    "reviews.ReviewCommitment": Case(
        "ines", at("school-review", "SchoolReview"), "text", {"do": "edit-commitment"}
    ),
    "coaching.VisitCommitment": Case(
        "kofi", at("coach-visit", "CoachVisit"), "text", {"do": "edit-commitment"}
    ),
    "professional_learning.LearningEvent": Case(
        "imani", at("edit-learning-event", "LearningEvent"), "title", {"do": "edit"}
    ),
    "professional_learning.LearningSession": Case(
        "imani", at("edit-learning-event", "LearningEvent"), "about", {"do": "edit-session"}
    ),
    "professional_learning.SignUp": Case(
        "tomas", at("school-visit", "LearningEvent"), "question", {"do": "question"}
    ),
    "professional_learning.EventFeedback": Case(
        "tomas", at("event-feedback", "LearningEvent"), "useful", {"do": "feedback"}, {"use": "now"}
    ),
    "professional_learning.PracticeTry": Case("tomas", my_learning, "text", {"do": "edit-try"}),
    "professional_learning.DirectoryEntry": Case("tomas", my_learning, "text", {"do": "edit-entry"}),
    "professional_learning.HoursGoal": Case(
        "tomas", my_learning, "hours", {"do": "goal"}, texts=("90", "110")
    ),
    "professional_learning.VisitRecord": Case(
        "tomas", at("school-visit", "LearningEvent"), "saw", {"do": "record"}
    ),
    "alumni.AlumniAnswer": Case(
        "amina",
        lambda side: reverse("alumni-link", args=[side.tokens["alumni-link"]]),
        "words",
        {"do": "answer"},
    ),
    "joining.JoiningSchool": Case(
        "imani", at("joining-school", "JoiningSchool"), "contact_name", {"do": "details"}
    ),
    "joining.JoiningStep": Case(
        "imani",
        at("joining-school", "JoiningSchool"),
        "obstacle",
        {"do": "change"},
        prepare=lambda side: JoiningStep.objects.unscoped(TEXT).update(done_on=None),
    ),
    "joining.ContractedService": Case(
        "imani",
        at("joining-school", "JoiningSchool"),
        "used",
        {"do": "service"},
        texts=("3", "4"),
        prepare=lambda side: ContractedService.objects.unscoped(TEXT).update(
            school_year=current_year(side.network)
        ),
    ),
    "joining.NetworkCapacity": Case(
        "imani", at("joining-capacity", "Network"), "schools", {"do": "capacity"}, texts=("3", "4")
    ),
    "leadership.LeaderHandover": Case(
        "ines",
        at("leader-handover", "LeaderHandover"),
        "last_day",
        {"do": "details"},
        texts=("2030-06-28", "2030-06-29"),
        shown=("Jun 28, 2030", "Jun 29, 2030"),
    ),
    "leadership.HandoverItem": Case(
        "ines", at("leader-handover", "LeaderHandover"), "words", {"do": "words"}
    ),
    "leadership.StartedPathway": Case(
        "daniel", at("pathway", "StartedPathway"), "meets_where", {"do": "meeting"}
    ),
    "leadership.StartedStep": Case("daniel", at("pathway", "StartedPathway"), "words", {"do": "evidence"}),
    "leadership.CohortMeeting": Case("imani", at("pathway-cohort", "Cohort"), "notes", {"do": "meeting"}),
    "leadership.Trainee": Case("ines", at("school-training", school), "learns", {"do": "change"}),
    "measure_questions.MeasureQuestion": Case(
        "daniel",
        at("measure-question", "MeasureQuestion"),
        "answer",
        {"do": "answer"},
        {"outcome": "explained"},
    ),
    "surveys.SurveyRound": Case(
        "ines",
        at("survey-round", "SurveyRound"),
        "heard",
        {"do": "loop"},
        {"will_change": "A", "will_stay": "B"},
    ),
    "cycles.Aim": Case("ines", at("aim", "Aim"), "why", {"do": "change"}),
    "cycles.Driver": Case("ines", in_diagram, "why", {"do": "change-driver"}),
    "cycles.AimNote": Case("ines", at("aim-notes", "Aim"), "words", {"do": "change-note"}),
    "cycles.PracticalMeasure": Case(
        "ines", at("practical-measure", "PracticalMeasure"), "title", {"do": "change"}
    ),
    "cycles.DataPoint": Case("ines", at("practical-measure", "PracticalMeasure"), "note", {"do": "correct"}),
    "cycles.Cycle": Case("ines", at("cycle", "Cycle"), "change_idea", {"do": "plan"}),
    "change_ideas.ChangeIdea": Case("ines", at("change-idea", "ChangeIdea"), "how", {"do": "change"}),
    "cycles.Prediction": Case("ines", at("cycle", "Cycle"), "reason", {"do": "prediction"}),
    "network_learning.Belief": Case("imani", at("belief", "Belief"), "statement", {"do": "change"}),
    "network_learning.RollOut": Case("imani", at("roll-out", "RollOut"), "what", {"do": "change"}),
    "supports.Need": Case("noor", at("student-supports", amina), "plan", {"do": "plan"}, {"review_on": soon}),
    "supports.Partner": Case(
        "noor",
        at("support-partners", school),
        "contact",
        {"do": "partner"},
        {"name": "A food bank", "area": "food"},
    ),
    "supports.Retention": Case(
        "ines",
        at("support-retention", school),
        "notes",
        {"notes": None},
        texts=("36", "48"),
        prepare=empty(Retention),
    ),
    "supports.Housing": Case(
        "noor",
        at("housing", school),
        "situation",
        {"do": "write"},
        texts=("shared", "shelter"),
        prepare=noor_is_liaison,
        shown=(
            "doubled up: sharing other people’s housing because of loss of housing, "
            "economic hardship or a similar reason",
            "in a shelter",
        ),
    ),
    "organizations.Organization": Case(
        "ines", at("organization-details", "Organization"), "about", {"name": None}
    ),
    "organizations.Relationship": Case(
        "daniel", at("partner-relationship", "Relationship"), "agreement", {"do": "details"}
    ),
    "organizations.PartnerPromise": Case(
        "daniel",
        at("partner-relationship", "Relationship"),
        "noted",
        {"do": "note"},
        texts=("3", "4"),
        prepare=promise_to_note,
    ),
    "organizations.SharedCommitment": Case(
        "ines", at("shared-commitment", school), "words", {"do": "next-year"}
    ),
    "organizations.CommitmentPromise": Case(
        "ines", at("shared-commitment", school), "review", {"do": "review"}, {"outcome": "partly"}
    ),
    "plans.Goal": Case(
        "daniel",
        lambda side: f"{reverse('plan', args=[side.amina.pk])}?edit={side.rows['Goal'].pk}",
        "title",
        {"do": "goal"},
    ),
    "languages.LanguageProfile": Case(
        "daniel", at("language-profile", amina), "strengths", {"do": "profile"}
    ),
    "teams.StudentDiscussion": Case(
        "tomas",
        at("team", "Team"),
        "words",
        {"do": "talk"},
        {"review_on": soon},
        prepare=empty(StudentDiscussion),
    ),
    "teams.DraftGroup": Case("daniel", at("group-draft", "GroupDraft"), "title", {"do": "name"}),
    "teams.GroupDraft": Case(
        "daniel",
        at("group-draft", "GroupDraft"),
        "count",
        {"do": "propose"},
        texts=("2", "1"),
        prepare=two_to_group,
    ),
    "teams.DraftSeat": Case(
        "daniel",
        at("group-draft", "GroupDraft"),
        "group",
        {"do": "move"},
        texts=("2", "3"),
        prepare=three_groups,
        shown=("Group 2 (locked)", "Group 3"),
    ),
    "schedules.WeekDesign": Case("ines", at("week-design", "WeekDesign"), "title", {"do": "rename"}),
    "schedules.SchoolYearPlan": Case(
        "ines",
        lambda side: reverse("year-dates", args=[side.school.pk, side.rows["SchoolYearPlan"].school_year]),
        "students",
        {"do": "plan"},
        texts=("310", "320"),
    ),
    "schedules.Room": Case(
        "ines",
        lambda side: f"{reverse('school-rooms', args=[side.school.pk])}?edit={side.rows['Room'].pk}",
        "title",
        {"do": "change"},
    ),
    "schedules.DesignTeam": Case("ines", in_design("design-team", "DesignTeam"), "title", {"do": "change"}),
    "schedules.DesignTeacher": Case(
        "ines", in_design("design-teacher", "DesignTeacher"), "title", {"do": "change"}
    ),
    "schedules.TeamSubject": Case(
        "ines",
        lambda side: f"{in_design('design-team', 'DesignTeam')(side)}?edit={side.rows['TeamSubject'].pk}",
        "title",
        {"do": "change-subject"},
    ),
    "internships.Site": Case("daniel", at("site-facts", "Site"), "field", {"minutes_away": None}),
    "internships.Placement": Case(
        "daniel",
        at("placement-schedule", "Placement"),
        "hours",
        {"hours": None},
        {"days": ["2"], "looked": "on", "from": "09:00", "to": "14:00"},
        ("60", "70"),
    ),
    "internships.Agreement": Case(
        "daniel", at("agreement", amina), "work", {"do": "write"}, {"looked": "on"}
    ),
    "internships.Concern": Case(
        "rosa",
        at("placement", "Placement"),
        "words",
        {"note": None},
        {"do": "correct-note"},
    ),
    "internships.PlacementSearch": Case("daniel", at("placement-search", amina), "interest", {"do": "begin"}),
    "internships.SearchStep": Case(
        "daniel", at("placement-search", amina), "note", {"do": "move"}, {"go": ""}
    ),
    "internships.SiteOpening": Case(
        "daniel", at("site", "Site"), "students", {"do": "opening"}, texts=("7", "8")
    ),
    "projects.Project": Case(
        "tomas",
        at("project-design", "Project"),
        "ends",
        {"do": "move"},
        texts=("2027-03-01", "2027-03-02"),
        more={"starts": "2027-02-01"},
        shown=("Mar 1, 2027", "Mar 2, 2027"),
    ),
    "projects.Product": Case(
        "tomas", at("project-design", "Project"), "about", {"do": "product", "product": None}
    ),
    "projects.Step": Case("tomas", at("project-design", "Project"), "note", {"do": "step", "step": None}),
    "projects.TuningComment": Case("tomas", at("project-design", "Project"), "words", {"do": "answer"}),
    "projects.TuningSession": Case(
        "tomas", at("tuning-session", "TuningSession"), "focus", {"do": "edit-session"}
    ),
    "projects.NeedToKnow": Case("amina", at("project", "Project"), "answer", {"do": "close"}),
    "projects.Agenda": Case("tomas", at("project", "Project"), "lines", {"do": "agenda"}),
    "projects.Contract": Case("tomas", at("project-teams", "Project"), "words", {"do": "agree"}),
    "exhibitions.Exhibition": Case("daniel", at("exhibition", "Exhibition"), "room", {"packet": None}),
    "exhibitions.Round": Case(
        "ines",
        at("exhibition-rounds", school),
        "rooms",
        {"opens": None},
        {"days": [soon]},
        prepare=empty(Round),
    ),
    "evidence.AveragingPolicy": Case(
        "ines",
        at("grades", "Class"),
        "bands",
        {"do": "bands"},
        texts=("A 3.5, B 2, C 1", "A 3.6, B 2, C 1"),
        shown=("3.5", "3.6"),
    ),
    "portfolios.PortfolioEntry": Case(
        "amina", at("portfolio", amina), "why", {"do": "choose"}, prepare=empty(PortfolioEntry)
    ),
    "families.Notice": Case(
        "daniel",
        at("family", amina),
        "words",
        {"do": "correct"},
        texts=("We close at two.", "We close at noon."),
    ),
    "partnerships.PartnerAgreement": Case(
        "imani", at("partner-agreement", "PartnerAgreement"), "purposes", {"do": "terms"}
    ),
    "partnerships.AgreementDuty": Case(
        "imani",
        at("partner-agreement", "PartnerAgreement"),
        "due",
        {"do": "duty"},
        texts=("12/5/2030", "12/6/2030"),
        shown=("Dec 5, 2030", "Dec 6, 2030"),
    ),
    "partnerships.DistrictPolicy": Case(
        "devi", at("district-policies", "District"), "rule", {"do": "policy"}
    ),
    "translations.Translation": Case(
        "daniel",
        at("student-translations", amina, "?in=es"),
        "words",
        {"text": None},
        {"do": "translate"},
        prepare=empty(Translation),
    ),
}
OTHERWISE = {
    "plans.Plan": "its own page shows both texts: tests/learning/plans/test_plan_meeting.py",
    "projects.Part": "merged, or kept aside: tests/learning/projects/test_shared_writing.py",
    "evidence.Narrative": "its own page shows both texts: tests/assessment/evidence/test_narrative_and_credit.py",
    "evidence.ScoringDraft": "one scorer in two windows: tests/assessment/evidence/test_scoring_turned_in_work.py",
    "portfolios.ScorerFeedback": "one scorer on two devices: tests/assessment/portfolios/test_scoring.py",
    "supports.Referral": "by a link, without an account: tests/learning/supports/test_partners.py",
    "teams.PairRequest": "a pair is chosen: tests/learning/teams/test_draft_conflicts.py",
    "exhibitions.Panelist": "asked by name: tests/assessment/exhibitions/test_exhibition.py",
    "exhibitions.Attendee": "day by day, by a link: tests/assessment/exhibitions/test_exhibition_rounds.py",
    "teams.Meeting": "merged: tests/learning/teams/test_team_meetings.py",
    "evidence.Grade": "cell by cell, below",
    "schedules.GrowthPlan": "numbers, and what it assumes: tests/learning/schedules/test_growth.py",
    "schedules.YearDate": "one date at a time: tests/learning/schedules/test_year_dates.py",
    "blueprint.PackageDraft": "field by field: tests/design/blueprint/test_model_pages.py",
    "blueprint.SentenceTranslations": "field by field: tests/design/blueprint/test_model_translations.py",
    "blueprint.UnfinishedAdaptation": "field by field, as a draft",
    "blueprint.Upgrade": "field by field, as a draft",
    "blueprint.ChangeProposal": "answered once: tests/design/blueprint/test_model_pages.py",
    "library.Entry": "its words are the project's own; what it allows, below",
}


def client(side: Side, who: str) -> Client:
    browser = Client()
    browser.force_login(side.people[who].account)
    return browser


def form_of(case: Case, html: str) -> dict[str, list[str]]:
    """The form that the case is about."""
    for form in Forms(html).forms:
        if all(
            name in form and (value is None or form[name] == [value]) for name, value in case.about.items()
        ):
            return form
    pytest.fail(f"No form with {case.about} on this page:\n{Forms(html).forms}")


def sent(case: Case, form: dict[str, list[str]], text: str) -> dict[str, list[str]]:
    fields = {name: value for name, value in form.items() if name != "(action)"}
    for name, value in case.more.items():
        values = value if isinstance(value, list) else [value]
        fields[name] = [choice() if callable(choice) else choice for choice in values]
    return {**fields, case.text: [text]}


@pytest.fixture
def side(settings, tmp_path) -> Side:
    settings.MEDIA_ROOT = tmp_path
    return make_world().home


def test_every_record_that_several_people_may_edit_has_a_case():
    revised = {model._meta.label for model in apps.get_models() if issubclass(model, Revised)}
    assert revised == set(CASES) | set(OTHERWISE)


@pytest.mark.parametrize("label", sorted(CASES))
def test_the_second_person_sees_both_texts_and_then_saves(side, label):
    case = CASES[label]
    case.prepare(side)
    page, browser = case.page(side), client(side, case.who)
    shown = browser.get(page)
    assert shown.status_code == 200, label
    form = form_of(case, shown.content.decode())
    address = form["(action)"][0] or page
    first, second = case.texts
    answer = browser.post(address, sent(case, form, first))
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    answer = browser.post(address, sent(case, form, first))
    assert answer.status_code == 302, "the same press once more is no conflict"
    answer = browser.post(address, sent(case, form, second))
    html = answer.content.decode()
    assert answer.status_code == 409, html[-3000:]
    for text in case.shown or case.texts:
        assert text in html
    (again,) = [form for form in Forms(html).forms if form["(action)"][0] == address]
    fields = {name: value for name, value in again.items() if name != "(action)"}
    answer = browser.post(address, fields)
    assert answer.status_code == 302, answer.content.decode()[-3000:]


def test_an_old_tab_overwrites_no_grade_and_leaves_unchanged_cells_alone(side):
    tie(side.bea, Role.STUDENT, side.rows["Class"])
    page, browser = reverse("grades", args=[side.rows["Class"].pk]), client(side, "tomas")
    old = Forms(browser.get(page).content.decode()).forms
    form = next(form for form in old if f"grade-{side.bea.pk}" in form)
    fields = {name: value for name, value in form.items() if name != "(action)"}
    amina, bea = f"grade-{side.amina.pk}", f"grade-{side.bea.pk}"
    assert browser.post(page, {**fields, amina: ["C"]}).status_code == 302
    assert browser.post(page, {**fields, bea: ["A"]}).status_code == 302
    grades = Grade.objects.unscoped(TEXT).filter(group=side.rows["Class"])
    assert dict(grades.values_list("student__given_name", "letter")) == {"Amina": "C", "Bea": "A"}
    answer = browser.post(page, {**fields, amina: ["D"]})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert grades.get(student=side.amina).letter == "C"
    (again,) = [form for form in Forms(html).forms if amina in form]
    assert (again[amina], again[f"shown-{amina}"]) == (["D"], ["C"])
    fields = {name: value for name, value in again.items() if name != "(action)"}
    assert browser.post(page, fields).status_code == 302
    assert dict(grades.values_list("student__given_name", "letter")) == {"Amina": "D", "Bea": "A"}


def test_minutes_and_levels_of_others_are_conflicts(side):
    ServiceMinutes.objects.unscoped(TEXT).all().delete()
    page, browser = reverse("group-languages", args=[side.rows["Class"].pk]), client(side, "tomas")
    form = next(form for form in Forms(browser.get(page).content.decode()).forms if "week" in form)
    fields = {name: value for name, value in form.items() if name != "(action)"}
    (cell,) = [name for name in fields if name.startswith(f"minutes-{side.amina.pk}")][:1]
    assert browser.post(page, {**fields, cell: ["1,200"]}).status_code == 302
    answer = browser.post(page, {**fields, cell: ["90"]})
    assert answer.status_code == 409
    assert "1200" in answer.content.decode()
    assert ServiceMinutes.objects.unscoped(TEXT).get().minutes == 1200


def test_a_colleagues_licence_choice_is_not_overwritten(side):
    entry = Entry.objects.unscoped(TEXT).get(pk=side.rows["Entry"].pk)
    details = PublicationDetails("CC-BY-4.0", "en", 9, 12)
    seen = entry.revision
    project = side.rows["Project"]
    publish_project(project, details, False, side.tomas, seen)
    with pytest.raises(EditConflict):
        publish_project(project, PublicationDetails("CC-BY-SA-4.0", "en", 9, 12), False, side.tomas, seen)
    assert Entry.objects.unscoped(TEXT).get(pk=entry.pk).licence == "CC-BY-4.0"


def test_a_page_shown_again_after_an_error_keeps_the_revision_that_was_seen(side):
    case = CASES["projects.Agenda"]
    page, browser = case.page(side), client(side, "tomas")
    form = form_of(case, browser.get(page).content.decode())
    browser.post(page, sent(case, form, FIRST))
    refused = browser.post(page, sent(case, form, "\n".join(["A line"] * 40)))
    assert refused.status_code == 422
    form = form_of(case, refused.content.decode())
    assert browser.post(page, sent(case, form, SECOND)).status_code == 409


def test_changed_family_contact_is_not_overwritten(side):
    Account.objects.filter(person=side.carmen).delete()
    page, browser = reverse("household", args=[side.amina.pk]), client(side, "noor")
    form = next(
        form for form in Forms(browser.get(page).content.decode()).forms if form.get("do") == ["adult"]
    )
    fields = {name: value for name, value in form.items() if name != "(action)"} | {"adult": [side.carmen.pk]}
    assert browser.post(page, {**fields, "phone": ["212 555 0101"]}).status_code == 302
    assert browser.post(page, {**fields, "phone": ["212 555 0101"]}).status_code == 302
    answer = browser.post(page, {**fields, "phone": ["212 555 0202"]})
    assert answer.status_code == 409
    assert "212 555 0101" in answer.content.decode()
    (again,) = [form for form in Forms(answer.content.decode()).forms if "shown-phone" in form]
    assert again["shown-phone"] == ["212 555 0101"]
    sent_again = {name: value for name, value in again.items() if name != "(action)"}
    assert browser.post(page, sent_again).status_code == 302
    assert Person.objects.unscoped(TEXT).get(pk=side.carmen.pk).phone == "212 555 0202"


def test_home_languages_that_somebody_else_changed_are_not_overwritten(side):
    page, browser = reverse("household", args=[side.amina.pk]), client(side, "noor")
    form = next(
        form
        for form in Forms(browser.get(page).content.decode()).forms
        if form.get("do") == ["home-languages"]
    )
    fields = {name: value for name, value in form.items() if name != "(action)"}
    assert browser.post(page, {**fields, "home_language": ["Arabic"]}).status_code == 302
    answer = browser.post(page, {**fields, "home_language": ["French"]})
    assert answer.status_code == 409
    assert "Arabic" in answer.content.decode()
    (again,) = [form for form in Forms(answer.content.decode()).forms if "shown-home_languages" in form]
    assert again["shown-home_languages"] == ["Arabic"]
    sent_again = {name: value for name, value in again.items() if name != "(action)"}
    assert browser.post(page, sent_again).status_code == 302
    assert Person.objects.unscoped(TEXT).get(pk=side.amina.pk).home_languages == ["fr"]


def test_the_day_of_a_defense_that_somebody_else_set_is_not_overwritten(side):
    page, browser = reverse("portfolio", args=[side.amina.pk]), client(side, "daniel")
    forms = Forms(browser.get(page).content.decode()).forms
    form = next((form for form in forms if form.get("do") == ["day"]), None)
    if form is None:
        pytest.fail("The page has no form for the day of a defense.")
    fields = {name: value for name, value in form.items() if name != "(action)"}
    assert browser.post(page, {**fields, "room": ["Lab"]}).status_code == 302
    answer = browser.post(page, {**fields, "room": ["Commons"]})
    assert answer.status_code == 409
    assert "Lab" in answer.content.decode()
