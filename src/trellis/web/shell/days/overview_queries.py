"""What is asked of the database for the overview of some students: a query for each kind of row, made once."""

from trellis.assessment.evidence.models import Score
from trellis.assessment.exhibitions.models import Exhibition, Panelist
from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.learning.internships.models import Concern, InternshipDay, Placement, Reservation
from trellis.learning.plans.models import Goal, Plan
from trellis.learning.projects.models import Member, Step, StepDone
from trellis.web.families.models import Reply

PLANS = PreparedQuery(Plan)
GOALS = PreparedQuery(Goal, lambda goals: goals.order_by("due", "created"))
PLACEMENTS = PreparedQuery(
    Placement, lambda placements: placements.select_related("site", "mentor").order_by("starts")
)
INTERNSHIP_DAYS = PreparedQuery(
    InternshipDay,
    lambda days: days.order_by("-date").values_list(
        "placement", "date", "arrived", "left", "minutes", "goal", "confirmed_at"
    ),
)
UNREAD_CONCERNS = PreparedQuery(Concern, lambda concerns: concerns.unread().order_by("created"))
SITE_REQUESTS = PreparedQuery(
    Reservation, lambda requests: requests.select_related("site", "search").order_by("created")
)
UNREAD_REPLIES = PreparedQuery(
    Reply, lambda replies: replies.order_by("created").values_list("student", "created")
)
MEMBERS = PreparedQuery(
    Member,
    lambda members: (
        members.select_related("project")
        .only(
            "student_id", "team", "role", "project__title", "project__driving_question", "project__audience"
        )
        .order_by("project__ends")
    ),
)
STEPS = PreparedQuery(
    Step, lambda steps: steps.only("project_id", "title", "note", "due", "position").order_by("position")
)
STEPS_DONE = PreparedQuery(StepDone)
EXHIBITIONS = PreparedQuery(Exhibition)
PANELISTS = PreparedQuery(Panelist, lambda seats: seats.select_related("person").order_by("created"))
SCORES = PreparedQuery(
    Score,
    lambda scores: scores.order_by("-scored_at").values_list(
        "work__student", "outcome__key", "level", "scored_at"
    ),
)
