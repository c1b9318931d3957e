"""A small OneRoster 1.2 roster of Harbor High, as rows; tests change a row and write it out."""

from pathlib import Path

from trellis.core.community.models import Network, Tie
from trellis.core.foundation import ledger
from trellis.exchange.services import ImportPreview, import_roster, preview_import

HEADERS = {
    "orgs": "name,type,identifier,parentSourcedId",
    "academicSessions": "title,type,startDate,endDate,parentSourcedId,schoolYear",
    "courses": "schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes",
    "classes": "title,classType,classCode,location,courseSourcedId,schoolSourcedId,termSourcedIds",
    "users": "enabledUser,username,givenName,familyName,preferredGivenName,email,grades,agentSourcedIds",
    "roles": "userSourcedId,roleType,role,beginDate,endDate,orgSourcedId",
    "enrollments": "classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate",
    "demographics": "birthDate,sex,asian,white,hispanicOrLatinoEthnicity,metadata.ell,cityOfBirth",
}


def rows() -> dict[str, list[list[str]]]:
    """Amina with her mother Carmen, her advisor Daniel, her teacher Tomas, and the principal Ines."""
    return {
        "orgs": [["d1", "Bay District", "district", "", ""], ["s1", "Harbor High", "school", "", "d1"]],
        "academicSessions": [["y1", "2026-27", "schoolYear", "2026-08-15", "2027-06-30", "", "2027"]],
        "courses": [["k1", "y1", "Biology", "BIO", "10", "s1", "", ""]],
        "classes": [
            ["c1", "Advisory 10-A", "homeroom", "", "", "", "s1", "y1"],
            ["c2", "Biology 2", "scheduled", "B2", "12", "k1", "s1", "y1"],
        ],
        "users": [
            ["amina", "true", "a.diallo", "Amina", "Diallo", "", "amina@example.org", "10", "carmen"],
            ["carmen", "true", "", "Carmen", "Diallo", "", "", "", "amina"],
            ["daniel", "true", "", "Daniel", "Ortiz", "", "", "", ""],
            ["tomas", "true", "", "Tomas", "Reyes", "", "", "", ""],
            ["ines", "true", "", "Ines", "Vega", "", "", "", ""],
        ],
        "roles": [
            ["r1", "amina", "primary", "student", "2026-08-15", "", "s1"],
            ["r2", "carmen", "primary", "guardian", "", "", "s1"],
            ["r3", "daniel", "primary", "teacher", "", "", "s1"],
            ["r4", "tomas", "primary", "teacher", "", "", "s1"],
            ["r5", "ines", "primary", "principal", "", "", "s1"],
        ],
        "enrollments": [
            ["e1", "c1", "s1", "amina", "student", "", "", ""],
            ["e2", "c1", "s1", "daniel", "teacher", "true", "", ""],
            ["e3", "c2", "s1", "amina", "student", "", "", ""],
            ["e4", "c2", "s1", "tomas", "teacher", "true", "", ""],
        ],
        "demographics": [["amina", "2010-05-04", "female", "false", "false", "true", "Y", "Conakry"]],
    }


def write_out(
    folder: Path, tables: dict[str, list[list[str]]], mode: str = "bulk", version: str = "1.2"
) -> Path:
    """Write a folder of CSV files with its manifest. In delta mode each row's second cell is its status."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.csv"):
        old.unlink()
    manifest = ["propertyName,value", f"oneroster.version,{version}"]
    for name, body in tables.items():
        header = HEADERS[name]
        if version == "1.1" and name == "users":
            header = header.replace("preferredGivenName", "orgSourcedIds") + ",role"
        lines = [f"sourcedId,status,dateLastModified,{header}"]
        for row in body:
            status, rest = (row[1], row[2:]) if mode == "delta" else ("", row[1:])
            lines.append(",".join([row[0], status, "", *(f'"{c}"' if "," in c else c for c in rest)]))
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        manifest.append(f"file.{name},{mode}")
    (folder / "manifest.csv").write_text("\n".join(manifest) + "\n", encoding="utf-8")
    return folder


def a_network() -> Network:
    with ledger.act("open a network"):
        return Network.objects.create(name="Harbor Network", slug="harbor")


def bring_in(folder: Path, network: Network, source: str = "Our SIS", **sure) -> ImportPreview:
    """Look, then write."""
    look = preview_import(folder, network, source)
    import_roster(look, network, **sure)
    return look


def counts(look: ImportPreview) -> dict[str, int]:
    """Added, changed and ended over all tables."""
    assert look.changes, list(look.problems.lines())
    tables = look.changes.tables.values()
    return {
        "added": sum(m.added.count for m in tables),
        "changed": sum(m.changed.count for m in tables),
        "ended": len(look.changes.ending),
    }


def live_ties(person: str | None = None) -> set[tuple[str, str, str]]:
    """(who, role, to what) of the ties that hold now, by roster id of the person and name of the rest."""
    ties = Tie.objects.unscoped("test").filter(ends=None)
    if person:
        ties = ties.filter(person__roster_id=person)
    return {
        (t.person.roster_id, t.role, str(t.to_person or t.to_group or t.to_school or t.to_district))
        for t in ties.select_related("person", "to_person", "to_group", "to_school", "to_district")
    }
