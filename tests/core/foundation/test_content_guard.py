"""Immigration status has no field, and no sentence that names it is kept, in any language of the screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.core.foundation.content_guard import (
    mentions_immigration_status,
    reject_immigration_status,
    reject_immigration_status_from_family,
)
from trellis.core.foundation.errors import ActionError

OF_SOMEBODY = [
    "Amina is undocumented.",
    "They’re un-documented and afraid",
    "Ask about her immigration status",
    "Her visa expired in May.",
    "He has DACA",
    "The father was detained by ICE",
    "They overstayed their visa.",
    "Está indocumentada desde marzo",
    "Viven aquí sin papeles",
    "Elle est sans-papiers",
    "famille en situation irrégulière",
    "Li pa gen papye",
    "A família está em situação irregular",
    "她没有身份",
    "学生的移民身份不明",
    "العائلة بدون أوراق",
    "পরিবারের কাগজপত্র নেই",
    "Gia đình không có giấy tờ",
    "She crossed the border with her aunt two years ago.",
    "He came without papers when he was nine.",
    "Dad got deported in March.",
    "They are waiting on their asylum case.",
    "Mom doesn't have status.",
    "He is here on a student visa.",
    "Her parents have no legal status.",
    "Amina's status is pending with USCIS.",
    "She is an unaccompanied minor released by ORR.",
    "He came to the U.S. as an unaccompanied alien child.",
    "The family has a deportation order.",
    "She's not a citizen so she can't apply for FAFSA.",
    "Brother was taken by la migra.",
    "He wears an ankle monitor from ICE.",
    "He has a green card.",
    "Her TPS runs out in June.",
    "She has no social security number because she is not legal here.",
    "La mamá no tiene papeles y tiene miedo.",
    "Cruzaron la frontera el año pasado.",
    "Su papá fue deportado a Honduras.",
    "No tiene estatus legal.",
    "Entró ilegalmente al país.",
    "Ils n'ont pas de papiers.",
    "Sa mère a été expulsée vers le Mali.",
    "Il a une demande d'asile en cours.",
    "Elle est entrée illégalement.",
    "Yo pa gen papye legal.",
    "Yo te depòte papa l.",
    "Li travèse fwontyè a ilegalman.",
    "أمها ليس لديها إقامة",
    "تم ترحيل والده",
    "دخلوا البلاد بطريقة غير شرعية",
    "تأشيرتها انتهت",
    "他妈妈没有合法身份",
    "爸爸被遣返了",
    "他们是偷渡来的",
    "签证过期了",
    "তার মায়ের বৈধ কাগজপত্র নেই",
    "তার বাবাকে দেশে ফেরত পাঠানো হয়েছে",
    "তারা আশ্রয়ের আবেদন করেছে",
    "ভিসার মেয়াদ শেষ",
    "Mẹ em không có giấy tờ hợp pháp",
    "Bố em bị trục xuất",
    "Visa của em đã hết hạn",
    "A mãe não tem documentos",
    "O pai foi deportado",
    "Entraram ilegalmente no país",
    "Estão pedindo asilo",
    "O visto dela venceu",
]
A_SUBJECT = [
    "Undocumented workers in our city",
    "asylum law",
    "Refugees of three wars",
    "deportation in 1930",
    "green card",
    "La migra",
    "deportados",
    "demandeur d’asile",
    "refijye",
    "refugiados",
    "难民",
    "绿卡",
    "لاجئين",
    "শরণার্থী",
    "tị nạn",
    "They have a court date in immigration court.",
    "Tiene una cita en la corte de inmigración.",
    "Es residente temporal con permiso de asilo.",
    "Manman an ap tann azil.",
    "ينتظرون قرار اللجوء",
    "全家在等庇护",
    "Gia đình em đang xin tị nạn",
    "u n d o c u m e n t e d".replace(" ", "\u200b"),
]
HARMLESS = [
    "Documented her experiment well.",
    "Needs a bus card to come to school.",
    "La familia pide deportes después de la escuela.",
    "Le sport et la danse l’aident",
    "She handed in no papers this week, and two essays.",
    "The status of her project is good.",
    "Likes ice cream and ice hockey",
    "A Visa gift card for shoes",
    "Il a visité un laboratoire",
    "Visitou o museu e gostou do que foi visto",
    "她需要一副眼镜",
    "تحتاج نظارة",
    "চশমা দরকার",
    "Cần kính mới",
    "Her project is about the history of immigration to New York.",
    "Wants to write about Ellis Island.",
    "The undocumented code was hard to read.",
    "He pays with a visa card.",
    "Visa Lopez is his aunt.",
    "They play the green card game on Fridays.",
    "He drew an alien from space.",
    "Please bring the documents for internship on Monday.",
    "Bring your papers and pens.",
    "He turned in his papers late.",
    "She papers the wall with drawings.",
    "Status of her plan: good.",
    "He likes ice hockey.",
    "The ice came too late for the party.",
    "She took ice from the box for her knee.",
    "Needs a legal pad and a folder.",
    "He is legally blind in one eye.",
    "Legal status of the club: a nonprofit.",
    "Her citizenship grade is good.",
    "A citizen science project on water.",
    "He did not have papers to write on.",
    "She crossed the border of the field in the game.",
    "The class reads a novel about a border town.",
    "Works well without paper.",
    "Aliens is her favorite film.",
    "He has no documents open on his computer.",
    "The permit for the bake sale is pending.",
    "Illegal moves in chess upset him.",
    "La frontera entre álgebra y geometría le cuesta.",
    "Necesita papeles y colores para el proyecto.",
    "Le falta el documento de la práctica.",
    "No tiene documentos abiertos en la computadora.",
    "Il a perdu ses papiers de cours.",
    "Elle aime les papillons.",
    "Li renmen pentire ak papye koulè.",
    "Li bezwen papye pou li ekri.",
    "تحتاج إلى أوراق وأقلام",
    "يحب الكتابة بدون أوراق",
    "يقيم في بيت جدته",
    "她没有证据说明这个",
    "这张纸没有用",
    "签名证明",
    "সে কাগজ ও কলম চায়",
    "তার কাছে বই নেই",
    "Em cần giấy và bút",
    "Em không có giấy để viết",
    "Ela precisa de papéis e lápis",
    "Não tem documentos abertos no computador",
    "Foi visto na biblioteca",
    "O visto do professor está no caderno",
    "Ela está em situação regular com as tarefas",
    "He wants to visit the immigration museum.",
    "Her essay on refugees won a prize.",
    "Writes about asylum in ancient Greece.",
    "Learns about deportation in 1930 in history class.",
    "Dream Act debate in civics was strong.",
    "He has a deep tps report due",
    "Ms. Asilo teaches art.",
    "El asilo de ancianos donde hace su práctica.",
    "Su pasantía es en un asilo de ancianos.",
    "Trabaja en un hogar de ancianos.",
    "Il visite une maison de retraite, un asile autrefois.",
    "她喜欢签名墙",
    "被驱逐出游戏",
    "Hành trình xuất nhập của tàu",
    "",
]


@pytest.mark.parametrize("words", OF_SOMEBODY)
def test_what_says_it_of_a_person_is_stopped_wherever_it_stands(words):
    with pytest.raises(ActionError, match="leave out"):
        reject_immigration_status(words)
    with pytest.raises(ActionError, match="leave out"):
        reject_immigration_status(words, about_work=True)
    with pytest.raises(
        ActionError,
        match="someone you trust at the school",
    ):
        reject_immigration_status_from_family(words)


@pytest.mark.parametrize("words", A_SUBJECT)
def test_topics_are_allowed_in_work_not_in_notes(words):
    assert mentions_immigration_status(words)
    assert reject_immigration_status(words, about_work=True) == words


@pytest.mark.parametrize("words", HARMLESS)
def test_other_words_pass(words):
    assert reject_immigration_status(words) == words


def test_the_agency_in_capitals_is_not_what_one_skates_on():
    assert mentions_immigration_status("The mother is afraid of ICE.")
    assert not mentions_immigration_status("She is afraid of ice, and skates all the same.")
    assert not mentions_immigration_status("ICE contact: her aunt")
    assert not mentions_immigration_status("BRING ICE AND LEMONS")


def test_a_subject_hides_no_case():
    assert mentions_immigration_status("Her essay about asylum case papers")
    assert mentions_immigration_status("Writes about her deportation hearing")
    assert mentions_immigration_status("Her project is about refugees, and she has no legal status.")


@given(st.text(max_size=40), st.sampled_from(OF_SOMEBODY), st.text(max_size=40))
def test_nothing_around_it_hides_it(before, words, after):
    assert mentions_immigration_status(f"{before}. {words} . {after}")


@given(st.sampled_from(OF_SOMEBODY + A_SUBJECT))
def test_capitals_hide_nothing(words):
    assert mentions_immigration_status(words.upper())
    assert mentions_immigration_status("\n\t".join(words.split(" ")))
