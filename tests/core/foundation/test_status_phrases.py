"""Sentences that name immigration status by its kinds (papers, journeys, detention, removal, nationality), and their
harmless neighbors. The shared cases are run too, where they are here."""

import csv
from pathlib import Path

import pytest

import trellis
from trellis.core.foundation.content_guard import mentions_immigration_status, reject_immigration_status
from trellis.core.foundation.errors import ActionError

SOURCE = Path(trellis.__file__).parent
SHARED = Path(__file__).parents[4] / "shared" / "data" / "cases" / "status.csv"

STOPPED = {
    "papers": [
        "Her parole runs out in May",
        "The family was paroled into the U.S.",
        "My A-number is A 204 118 377",
        "A#098765432",
        "alien number on file",
        "Her I-765 was denied",
        "waiting on the I-485",
        "form I-20 from the school",
        "His I-94 has run out",
        "Mom's work authorization is pending",
        "his EAD expired last week",
        "applied for special immigrant juvenile status",
        "She has a T visa",
        "Dad came on an H-2A visa",
        "They fell out of status in 2024",
        "She lost her status",
        "Her status is uncertain",
        "their immigration status is under review",
        "Parents' papers expired",
        "adjustment of status interview",
        "an asylee from Guinea",
        "is a lawful permanent resident",
        "VAWA petition",
    ],
    "journeys": [
        "walked across the desert with her uncle",
        "came under the border fence",
        "swam the Rio Grande",
        "crossed the Darién Gap",
        "they paid a coyote",
        "He was caught at the border",
        "turned back at the Mexican border",
        "arrived as an unaccompanied minor",
        "classified as a UAC",
        "CBP One interview",
        "working here without authorization",
        "brincaron el muro",
        "cruzaron el río de noche",
        "entró mojado",
        "vino con un coyote",
        "Ils ont traversé le désert",
        "Elle a passé la frontière à pied",
        "Atravessaram a fronteira com um coiote",
        "Yo travèse fwontyè a",
        "Họ vượt biên năm 2023",
        "عبروا الحدود ليلا",
        "তারা সীমান্ত পার হয়ে এসেছে",
        "他们走线来的",
    ],
    "detention": [
        "spent a month in a detention facility",
        "Released from an immigration jail",
        "His uncle was arrested by I.C.E.",
        "ICE agents knocked on Tuesday",
        "picked up by immigration",
        "has an ICE check-in on Monday",
        "stayed in an ORR shelter",
        "estuvo en la hielera",
        "lo detuvo migración",
        "se lo llevó la migra",
        "centro de detención en Arizona",
        "Il est dans un centre de rétention",
        "foi detido pela imigração",
    ],
    "removal": [
        "She has a removal order",
        "got a Notice to Appear",
        "might be sent back to Ecuador",
        "They were deported to Haiti",
        "was returned to his home country",
        "afraid to be sent to El Salvador",
        "hearing before the immigration judge",
        "credible fear interview",
        "lo mandaron de vuelta a su país",
        "los devolvieron a Guatemala",
        "orden de deportación",
        "renvoyée dans son pays",
        "foi mandado de volta para o Brasil",
        "Yo voye l tounen Ayiti",
        "他爸爸被遣送了",
        "lệnh trục xuất",
        "صدر امر ترحيل",
        "তাকে দেশে ফেরত পাঠানো হবে",
    ],
    "nationality": [
        "He isn't a U.S. citizen",
        "not American citizens yet",
        "The children are stateless",
        "She became a naturalized citizen",
        "applying for citizenship",
        "living here illegally",
        "illegal immigrant",
        "es ilegal en este país",
        "no tienen sus papeles",
        "no son ciudadanos",
        "se le venció la visa",
        "están arreglando sus papeles",
        "apatride",
        "Il n'est pas en règle",
        "não tem os papéis",
        "ilegal nos Estados Unidos",
        "Li pa gen dokiman",
        "没有绿卡",
        "黑户",
        "Chưa có quốc tịch",
        "غير قانوني في البلد",
        "অবৈধ",
        "বৈধ কাগজপত্র নেই",
    ],
    "spelled to get by": [
        "undoсumented with a Cyrillic с",
        "υndocumented",
        "und0cumented",
        "un\u00addocumented",
        "u.n.d.o.c.u.m.e.n.t.e.d",
        "U N D O C U M E N T E D",
        "d a c a",
        "ｕｎｄｏｃｕｍｅｎｔｅｄ",
        "i c e came to the house",
        "green_card",
        "She is a DREAMer",
        "They are Dreamers",
        "She's a Dreamer",
    ],
}
PASSES = [
    "icy sidewalks; ICE HOCKEY at four",
    "Update her ICE contact",
    "ICE: her aunt, 718 555 0123",
    "ICE cream social",
    "BRING ICE",
    "Citizenship award and citizenship grade",
    "Good digital citizen",
    "Visits senior citizens on Fridays",
    "Citizen science: not a citizen science club",
    "He handed in his papers late",
    "He has two papers due",
    "He lost his papers on the bus",
    "She got her papers back with a good grade",
    "Her paper is about walls",
    "He is the legal guardian of his brother",
    "She is legally blind",
    "Her legal name is Ana",
    "detention after school",
    "Lunch detention on Friday",
    "A visit to the juvenile detention center",
    "Needs a work permit for his summer job",
    "Working papers are ready for internship",
    "The bake sale permit expired",
    "The library card expired",
    "Status of her plan: good",
    "Her application status is pending",
    "No status updates yet",
    "Sent back to class",
    "He was sent back to his seat",
    "Flew back to Mexico for vacation",
    "Moved from Honduras in May",
    "Speaks Spanish at home and was in school in Haiti",
    "He is a dreamer and draws a lot",
    "Dream Act debate",
    "The ball went over the wall",
    "He climbed the wall in gym",
    "They crossed the border in the game",
    "The hiking club walked across the field",
    "Drew a coyote for the mascot poster",
    "The function is stateless",
    "Takes I-94 east to her internship",
    "Traffic on I-95",
    "Room A 123",
    "Student number 204118377",
    "Her hearing is fine",
    "Basketball court at four",
    "Family shelter in the Bronx since March",
    "Removal of the cast is on Monday",
    "Order of operations",
    "She applied to UC Davis",
    "TPS report for the office",
    "Zapatos mojados por la lluvia",
    "Entregó los papeles tarde",
    "Necesita papeles de colores",
    "Quiere hacer deporte",
    "Un deporte nuevo: natación",
    "Cruzó la calle con cuidado",
    "Elle a traversé la rue",
    "Le papier est sur la table",
    "Passou pela escola",
    "Li travèse lari a",
    "他被送回家了",
    "她没有作业",
    "Em không có bài tập",
    "কাগজ নেই",
    "নাগরিক বিজ্ঞান প্রকল্প",
    "يلعب كرة القدم",
    "A level is a number from 1 to 5",
    "a b c d are the answers",
    "H2O and CO2 in the lab",
    "Grade 3b, team 4you",
]


@pytest.mark.parametrize("text", [t for kind in STOPPED.values() for t in kind])
def test_a_sentence_that_names_status_is_stopped(text):
    assert mentions_immigration_status(text)


@pytest.mark.parametrize("text", PASSES)
def test_its_harmless_neighbor_passes(text):
    assert not mentions_immigration_status(text)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared cases are not here")
def test_the_shared_cases_come_out_right():
    with SHARED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wrong = [
        r["sentence"]
        for r in rows
        if mentions_immigration_status(r["sentence"]) != (r["names status"] == "yes")
    ]
    assert rows
    assert wrong == []


def test_the_refusal_and_the_pages_say_what_the_check_cannot_do():
    with pytest.raises(
        ActionError,
        match="This check only knows common words",
    ):
        reject_immigration_status("She is undocumented")
    hint = SOURCE / "web/shell/templates/shell/status_hint.html"
    assert "can miss some" in hint.read_text()
    showing = {path.name for path in SOURCE.rglob("*.html") if "shell/status_hint.html" in path.read_text()}
    assert {"student_supports.html", "notes.html", "newcomers.html", "profile.html"} <= showing


def test_a_long_note_is_read_at_once():
    """No rule may look at every word against every other: 8,000 letters of the worst kind are read in one go."""
    assert not mentions_immigration_status(
        "a " * 2000 + "the and of to " * 300 + "came came came came " * 200
    )
