"""The families of the invented schools: contacts with them in their languages, messages, and what they answered."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from uuid import UUID

from trellis.core.community.models import Network, Person, Role
from trellis.core.foundation.ids import new_id
from trellis.core.translations import translation_services
from trellis.web.families.models import Contact, Notice, Reply

from .rows import school_day, utc_moment, write_rows
from .students import SchoolBuilder, mail_name

NOTICE = (
    "School ends at 1:00 PM on Friday because teachers plan the exhibitions together. Lunch is served first. "
    "Students who need a place to stay can use the library until 3:00 PM."
)
NOTICE_TRANSLATIONS = {
    "es": (
        "El viernes las clases terminan a las 13:00, porque los maestros preparan juntos las exhibiciones. El almuerzo "
        "se sirve antes. Quien necesite quedarse hasta las 15:00 puede quedarse en la biblioteca."
    ),
    "fr": (
        "Vendredi, les cours se terminent à 13 h, car les enseignants préparent ensemble les présentations. Le "
        "déjeuner est servi avant. Les élèves qui ont besoin de rester peuvent aller à la bibliothèque jusqu’à 15 h."
    ),
    "ht": (
        "Vandredi, lekòl la ap fini a 1:00 PM paske pwofesè yo ap prepare prezantasyon yo ansanm. N ap sèvi manje midi "
        "anvan. Elèv ki bezwen rete ka ale nan bibliyotèk la jiska 3:00 PM."
    ),
    "ar": (
        "تنتهي الدروس يوم الجمعة في الساعة الواحدة ظهرًا لأن المعلمين يحضّرون العروض معًا. يُقدَّم الغداء قبل ذلك. "
        "ويمكن للطلاب الذين يحتاجون إلى البقاء استخدام المكتبة حتى الساعة الثالثة."
    ),
    "zh-hans": (
        "星期五下午1点放学，因为老师们要一起准备学生展示。放学前先供应午餐。"
        "需要留校的学生可以在图书馆待到下午3点。"
    ),
    "bn": (
        "শুক্রবার দুপুর ১টায় স্কুল ছুটি হবে, কারণ শিক্ষকেরা একসঙ্গে প্রদর্শনীর প্রস্তুতি নেবেন। তার আগে দুপুরের খাবার "
        "দেওয়া হবে। যে শিক্ষার্থীদের থাকা দরকার, তারা বিকেল ৩টা পর্যন্ত লাইব্রেরিতে থাকতে পারবে।"
    ),
    "vi": (
        "Thứ Sáu, trường tan học lúc 1 giờ chiều vì các thầy cô cùng chuẩn bị các buổi trình bày. Bữa trưa được phục "
        "vụ trước. Học sinh cần ở lại có thể dùng thư viện đến 3 giờ chiều."
    ),
    "pt-br": (
        "Na sexta-feira as aulas terminam às 13h, porque os professores preparam juntos as apresentações. O almoço é "
        "servido antes. Quem precisar ficar pode usar a biblioteca até as 15h."
    ),
}
REPLIES = {
    "es": "Gracias por avisar. Voy a recogerlo a las 3 en la biblioteca. ¿Podemos hablar de las prácticas esa tarde?",
    "fr": "Merci. Je viendrai à 15 h. Pouvons-nous parler du stage ce jour-là ?",
    "ht": "Mèsi. M ap vini a 3 zè. Èske nou ka pale sou estaj la jou sa a?",
    "en": "Thank you. I will come at 3:00. Could we talk about the internship then?",
}
CONTACT_KINDS = ["call", "call", "message", "meeting", "visit"]


def create_contacts(network: Network, today: date, random: Random) -> None:
    """Contacts with families who speak another language than English at home."""
    people = Person.objects.system().filter(network=network)
    students = people.filter(ties__role=Role.STUDENT, ties__to_school__isnull=False).distinct()
    rows: list[dict[str, object]] = []
    for student, languages in students.order_by("pk").values_list("pk", "home_languages"):
        home = [language for language in languages if language != "en"]
        often = random.choice([0, 0, 1, 1, 2]) if home else 0
        rows += [_contact_row(student, home[0], today, random) for _time in range(often)]
    write_rows(Contact, rows)


def _contact_row(student: UUID, home: str, today: date, random: Random) -> dict[str, object]:
    return {
        "sourced_id": new_id(),
        "student_id": student,
        "date": school_day(today - timedelta(days=random.randrange(4, 80))),
        "how": random.choice(CONTACT_KINDS),
        "language": home if random.random() < 0.6 else "en",
    }


def create_messages(builder: SchoolBuilder, amina: UUID, classmates: list[UUID], advisor: UUID) -> None:
    """A notice to the families of an advisory, with its translations; one family's reply waits to be read."""
    notices = {
        student: Notice.objects.create(student_id=student, words=NOTICE, language="en", by_id=advisor)
        for student in (amina, *classmates)
    }
    for language, words in NOTICE_TRANSLATIONS.items():
        translation_services.save_human_translation(builder.network.pk, NOTICE, language, words, advisor)
    guardians = _create_guardians(builder, classmates)
    speaks = {row["sourced_id"]: row["home_languages"][0] for row in builder.people}
    replying = min(
        classmates, key=lambda student: [*REPLIES, speaks[student]].index(speaks[student]), default=None
    )
    if replying and speaks[replying] in REPLIES:
        Reply.objects.create(
            student_id=replying,
            by_id=guardians[replying],
            words=REPLIES[speaks[replying]],
            language=speaks[replying],
            notice=notices[replying],
            created=utc_moment(builder.today, 13, 10),
        )


def _create_guardians(builder: SchoolBuilder, students: list[UUID]) -> dict[UUID, UUID]:
    """A parent for each student, who can be called; by the student's id."""
    rows = {row["sourced_id"]: row for row in builder.people}
    parents = []
    for number, student in enumerate(students):
        home, family_name = rows[student]["home_languages"], rows[student]["family_name"]
        parent = builder.person(home[0])
        parent["family_name"] = family_name
        parent["phone"] = f"401-555-01{60 + number:02}"
        parent["email"] = f"{mail_name(parent)}@home.example"
        builder.tie(parent["sourced_id"], Role.GUARDIAN, builder.year.starts, to_person_id=student)
        parents.append(parent)
    write_rows(Person, parents)
    return dict(zip(students, (parent["sourced_id"] for parent in parents), strict=True))
