"""Invented graduates: a return file in the Clearinghouse's layout, taken in as a real one is, and some answers."""

from __future__ import annotations

import io
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from trellis.core.community.models import Network, Role, Schooling, Tie
from trellis.core.foundation.csv_export import ExportWriter
from trellis.improvement.alumni import asking, imports
from trellis.improvement.alumni.persistence import class_of

SEED = 20
COLUMNS = (
    *(
        "Your_Unique_Identifier",
        "First_Name",
        "Middle_Name",
        "Last_Name",
        "Name_Suffix",
        "Requester_Return_Field",
    ),
    *("Record_Found_Y/N", "High_School_Code", "High_School_Grad_Date", "College_Code/Branch", "College_Name"),
    *("College_State", "2-Year/4-Year", "Public/Private", "Enrollment_Begin", "Enrollment_End"),
    *("Enrollment_Status", "Graduated", "Graduation_Date", "Degree_Title", "Major", "College_Sequence"),
    "Program_Code",
)
COLLEGES = (
    ("990001-00", "INVENTED COMMUNITY COLLEGE", "NY", "2", "Public"),
    ("990002-00", "INVENTED STATE UNIVERSITY", "NY", "4", "Public"),
    ("990003-00", "INVENTED COLLEGE", "RI", "4", "Private"),
)
FIRST_FALL, EACH_YEAR_AGAIN = 0.58, 0.84
"""Shares that are found in their first fall, and of those the share that is found again in each year after it."""
ANSWERS = (
    (
        ["college", "work"],
        "Invented Community College",
        "I study nursing and work on weekends. My internship helped.",
    ),
    (["work"], "A bakery in town", "I run the morning shift now. I still use what I learned about budgets."),
    (
        ["training"],
        "Electricians’ union",
        "Second year of my apprenticeship. The math is hard, and I like it.",
    ),
    (["college"], "Invented State University", "I almost left in the first winter. My advisor called me."),
    (
        ["looking", "caring"],
        "At home",
        "My grandmother was ill. I would like to go back to school next fall.",
    ),
    (["service"], "City parks", "I am in a service year and plant trees with students."),
)
ROUNDS = 2


def create_alumni(network: Network, today: date) -> None:
    """A file about all graduates, and the answers of some graduates of the first school."""
    random = Random(SEED)
    rows = Schooling.objects.system().filter(school__network=network, left=Schooling.Left.GRADUATED)
    graduates = list(rows.select_related("student", "school").order_by("school__created", "pk"))
    staff = Tie.objects.system().filter(role=Role.NETWORK_STAFF, to_network=network).first()
    if not graduates or staff is None:
        return
    as_of = min(today, timezone.localdate()) - timedelta(days=10)
    name = f"90000001_90000001-1-DETAIL-EFFDT-{as_of:%Y%m%d}-RUNDT-{today:%Y%m%d}.csv"
    content = _return_file(graduates, as_of, random)
    file = imports.save_file(content, name, network, None, None, staff.person_id)
    imports.confirm_file(file, staff.person_id)
    of_first_school = [row for row in graduates if row.school_id == graduates[0].school_id]
    for schooling, (doing, place, words) in zip(of_first_school, ANSWERS * ROUNDS, strict=False):
        values = {"doing": doing, "place": place, "words": words, "may_contact": False}
        asking.save_answer(schooling, values | {"share_name": random.random() < 0.6}, None)


def _return_file(graduates: list[Schooling], as_of: date, random: Random) -> bytes:
    file = io.StringIO()
    table = ExportWriter(file)
    table.writerow(COLUMNS)
    for schooling in graduates:
        cells = {
            "Your_Unique_Identifier": f"{schooling.student_id}_",
            "First_Name": schooling.student.given_name.upper(),
            "Last_Name": schooling.student.family_name.upper(),
            "High_School_Code": "990000",
            "High_School_Grad_Date": f"{schooling.left_on:%Y%m%d}",
        }
        college_rows = _college_rows(schooling, as_of, random)
        rows = [cells | {"Record_Found_Y/N": "Y"} | row for row in college_rows]
        for row in rows or [cells | {"Record_Found_Y/N": "N"}]:
            table.writerow(row.get(column, "") for column in COLUMNS)
    return file.getvalue().encode()


def _college_rows(schooling: Schooling, as_of: date, random: Random) -> list[dict[str, str]]:
    """The terms of one graduate, as long as they are enrolled; [] for who is not found."""
    college = random.choice(COLLEGES)
    names = ("College_Code/Branch", "College_Name", "College_State", "2-Year/4-Year", "Public/Private")
    at_college = dict(zip(names, college, strict=True))
    rows: list[dict[str, str]] = []
    year = class_of(schooling.left_on) if schooling.left_on else as_of.year
    chance = FIRST_FALL
    while date(year, 8, 28) <= as_of and random.random() < chance:
        for begin, end in (
            (date(year, 8, 28), date(year, 12, 18)),
            (date(year + 1, 1, 22), date(year + 1, 5, 15)),
        ):
            if begin <= as_of:
                term = {"Enrollment_Begin": f"{begin:%Y%m%d}", "Enrollment_End": f"{end:%Y%m%d}"}
                rows.append(at_college | term | {"Enrollment_Status": "F", "Graduated": "N"})
        year, chance = year + 1, EACH_YEAR_AGAIN
    return rows
