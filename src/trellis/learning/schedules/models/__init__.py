"""The year of a whole school: rooms, designs of the week with their teams and staff, and the meetings of a week."""

from .designs import BellPeriod, Room, WeekDesign
from .growth import GrowthNumber, GrowthPlan
from .meetings import WeekChange, WeekMeeting
from .people import DesignTeacher, DesignTeam, SubjectTeacher, TeamSection, TeamSubject
from .years import SchoolYearPlan, YearDate

__all__ = [
    "BellPeriod",
    "DesignTeacher",
    "DesignTeam",
    "GrowthNumber",
    "GrowthPlan",
    "Room",
    "SchoolYearPlan",
    "SubjectTeacher",
    "TeamSection",
    "TeamSubject",
    "WeekChange",
    "WeekDesign",
    "WeekMeeting",
    "YearDate",
]
