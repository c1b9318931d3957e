"""A network of two schools with a class of graduates each. Everybody is invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django.utils import timezone

from trellis.core.community.models import Person, School, Schooling
from trellis.improvement.alumni import imports
from trellis.improvement.alumni.models import AlumniAnswer, ClearinghouseFile
from trellis.improvement.alumni.persistence import class_of
from world import Side, make_world

from . import make_files as make

NAMES = ("Lena", "Omar", "Sofia", "Malik", "Yuki", "Ana", "Jonas", "Fatou", "Ivan", "Mei", "Rami", "Nora")


@dataclass
class Graduates:
    """A side of the test world with graduates. class_year: the class that graduated six years before the newest."""

    side: Side
    class_year: int

    def add(self, count: int, school: School | None = None, prefix: str = "00") -> list[Schooling]:
        """Graduates with student IDs "001", "002", ..."""
        rows = []
        for number in range(1, count + 1):
            person = Person.objects.create(
                network=self.side.network,
                given_name=NAMES[number % len(NAMES)],
                family_name=f"Family{prefix}{number}",
                identifier=f"{prefix}{number}",
                email=f"{prefix}{number}@example.org" if number % 2 else "",
            )
            rows.append(
                Schooling.objects.create(
                    student=person,
                    school=school or self.side.school,
                    cohort=self.class_year - 3,
                    left=Schooling.Left.GRADUATED,
                    left_on=date(self.class_year, 6, 20),
                )
            )
        return rows

    def file(
        self, rows: list[make.Cells], school: School | None = None, as_of: date | None = None
    ) -> ClearinghouseFile:
        """A file that was taken in and confirmed."""
        row = imports.save_file(
            make.return_file(rows),
            "detail.csv",
            self.side.network,
            school,
            as_of or timezone.localdate(),
            self.side.imani.pk,
        )
        imports.confirm_file(row, self.side.imani.pk)
        return row

    def fall(self, identifier: str, year: int = 1) -> make.Cells:
        """Enrolled in the fall of the first, second ... year after graduation."""
        start = self.class_year + year - 1
        return make.term(identifier, f"{start}0828", f"{start}1220")


@pytest.fixture
def home(db: None) -> Side:
    side = make_world().home
    ClearinghouseFile.objects.unscoped("the test begins without files").all().delete()
    AlumniAnswer.objects.unscoped("the test begins without answers").all().delete()
    return side


@pytest.fixture
def graduates(home: Side) -> Graduates:
    return Graduates(home, class_of(timezone.localdate()) - 7)
