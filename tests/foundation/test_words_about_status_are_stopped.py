"""Immigration status has no field, and no sentence that names it is kept, in any language of the screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.foundation.kindly import families_own, names_status, without_status
from trellis.foundation.refusal import Refusal

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
    "",
]


@pytest.mark.parametrize("words", OF_SOMEBODY)
def test_what_says_it_of_a_person_is_stopped_wherever_it_stands(words):
    with pytest.raises(Refusal, match="leave out"):
        without_status(words)
    with pytest.raises(Refusal, match="leave out"):
        without_status(words, about_work=True)
    with pytest.raises(Refusal, match="somebody you trust"):
        families_own(words)


@pytest.mark.parametrize("words", A_SUBJECT)
def test_a_subject_of_study_is_stopped_in_a_note_about_a_person_and_free_in_their_work(words):
    assert names_status(words)
    assert without_status(words, about_work=True) == words


@pytest.mark.parametrize("words", HARMLESS)
def test_other_words_pass(words):
    assert without_status(words) == words


@given(st.text(max_size=40), st.sampled_from(OF_SOMEBODY), st.text(max_size=40))
def test_nothing_around_it_hides_it(before, words, after):
    assert names_status(f"{before}. {words} . {after}")


@given(st.sampled_from(OF_SOMEBODY + A_SUBJECT))
def test_capitals_hide_nothing(words):
    assert names_status(words.upper())
    assert names_status("\n\t".join(words.split(" ")))
