"""Stops words about immigration status before they are kept. No field asks for it; free text must not hold it either.

A school never needs it (Plyler v. Doe), and what is written down can be demanded. Words about a person are stopped
wherever they stand; words that are also a subject of study (asylum, deportation) only where a text is about a person
and not about their work. The lists know the languages of the screen; they cannot know every way of saying it.
"""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from .refusal import Refusal

OF_A_PERSON = (
    r"(?:her|his|their|s|whose) (?:immigration|migration|citizenship|legal) status",
    r"(?:is|are|was|were|be|being|re|s|am) un ?documented",
    r"(?:is|are|was|were|re|s|am) (?:here|in the (?:us|usa|country|united states)) illegally",
    r"(?:entered|came|crossed|crossed over) illegally",
    r"overstayed (?:her|his|their|a|the) (?:visa|stay|permit)",
    r"(?:crossed|came across|came over) (?:the|a) border",
    r"picked up by (?:ice|immigration)",
    r"ice (?:came to|was at|raided)|in ice (?:custody|detention)",
    r"(?:is an?|are|is) illegals?(?! (?:to|for|that|in|under))",
    r"(?:does|do|did|don|doesn|didn) (?:not|t) have (?:any |legal |immigration )?papers",
    r"(?:her|his|their|s) (?:visa (?!gift|card|debit|credit)|(?:green card|asylum|deportation|immigration) )\w+",
    r"(?:is|are|s|re) (?:not|no) (?:a )?(?:us |american )?citizens?",
    r"alien (?:registration )?number",
    r"(?:has|have|had|is on|under|is a) (?:daca|tps)",
    r"(?:detained|taken|held|arrested) by (?:ice|immigration)",
    r"ice (?:detained|arrested|took|agents? (?:came|took)|custody|detention)",
    r"in removal proceedings",
    r"(?:esta|estan|es|son|soy|somos|estoy) (?:indocumentad[oa]s?|ilegal(?:es)?(?! (?:que|trabajar|vender|usar)))",
    r"no (?:tiene|tienen|tenemos|tengo) (?:papeles|documentos)|(?:cruzo|cruzaron|cruce) la frontera",
    r"(?:su|mi) (?:estatus|estado|situacion|condicion) (?:migratori[oa]|legal)",
    r"(?:esta|estan|estoy|vive|viven|vivo) (?:aqui )?sin papeles",
    r"(?:est|sont|suis) (?:un |une |des )?(?:sans papiers|clandestin(?:e|s|es)?)",
    r"en situation irreguliere|(?:n a|n ont|a|ont) pas de papiers",
    r"(?:pa gen|san) papye",
    r"(?:esta|estao|e|sao|estou) (?:indocumentad[oa]s?|em situacao irregular)",
    r"(?:esta|estao|e|sao|estou) ilega(?:l|is)(?! (?:que|trabalhar|vender|usar))",
    r"nao (?:tem|temos|tenho) (?:papeis|documentos)",
    r"不?合法身[份分]|移民身[份分]|[没沒]有(?:合法)?身[份分]|非法居留|逾期居留|[无無][证證](?:移民|学生|學生|家庭|居留)|[没沒]有[证證]件",
    r"(?:بدون|بلا|من غير|ليس لدي(?:ه|ها|هم)|لا يملك(?:ون)?) اوراق",
    r"وضع(?:ه|ها|هم)? (?:القانوني|الهجره)|مقيم (?:بشكل )?غير (?:شرعي|قانوني)",
    r"কাগজপত্র (?:নেই|ছাড়া)|নথিবিহীন|অবৈধ(?:ভাবে)? (?:অভিবাসী|থাক|আছ)",
    r"khong (?:co )?giay to|cu tru bat hop phap|o lau (?:qua han )?bat hop phap",
)
"""What says it of somebody, in words whose marks are taken off (see `_plain`)."""

A_SUBJECT_TOO = (
    r"un ?documented",
    r"immigration (?!history museum)",
    r"immigration$",
    r"citizenship status",
    r"(?:illegal|unauthorized) (?:immigrant|alien|migrant)s?",
    r"daca",
    r"asylum",
    r"refugees?",
    r"deported|deport(?:ing|ation|ations)?",
    r"green ?cards?",
    r"visas?(?! (?:card|gift|debit|credit))",
    r"(?:has|have|had|with|got) no (?:legal |immigration )?papers(?! (?:due|to|this))",
    r"without (?:any |legal |immigration )?papers",
    r"non ?citizens?",
    r"indocumentad[oa]s?|sin (?:papeles|documentos)|(?:estatus|estado|situacion|condicion) migratori[oa]",
    r"inmigracion|inmigrantes? ilegal(?:es)?|la migra|asilo|refugiad[oa]s?|visado",
    r"deportad[oa]s?|deportar(?:on|an|lo|la|los|las)?|deportacion(?:es)?|residencia (?:legal|permanente)",
    r"sans papiers|clandestine?s?|titre de sejour|carte de sejour|statut (?:d immigration|migratoire)",
    r"demandeu(?:r|se)s? d asile|droit d asile|refugiee?s?|sejour irregulier|reconduite a la frontiere",
    r"imigrasyon|depote|depotasyon|azil|refijye|kat rezidans|viza",
    r"sem (?:documentos|papeis)|imigracao|situacao migratoria|(?:status|estatuto) (?:i?migratorio)|deportacao",
    r"(?:sem|seu) visto|visto (?:vencido|expirado|de (?:estudante|trabalho|turista))",
    r"非法移民|[无無][证證](?![据據明])|[签簽][证證]|[绿綠]卡|庇[护護]|[难難]民|遣返|[驱驅]逐出境|偷渡|移民局",
    r"لجوء|(?<!ع)لاجي(?!ه)|لاجيين|ترحيل|تاشيره|فيزا|هجره|الهجره|غير موثق|بطاقه اقامه|تصريح اقامه",
    r"অভিবাসন|ভিসা|শরণার্থী|আশ্রয়প্রার্থী|রাজনৈতিক আশ্রয়|গ্রিন কার্ড|ডিপোর্ট",
    r"nhap cu|di tru|thi thuc|the xanh|t[iy] nan|truc xuat|bat hop phap",
)
"""What says it where a text is about a person, and names a subject where it is about somebody's work."""

ALIKE = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ـ": "", "đ": "d", "ı": "i"}
)


def _plain(text: str) -> str:
    """Lower case, without marks and invisible signs, words apart by one space: "Indocumentádo" is "indocumentado"."""
    kept = []
    for one in unicodedata.normalize("NFKD", text.casefold()):
        kind = unicodedata.category(one)
        if kind not in ("Mn", "Cf"):
            kept.append(one if kind[0] in "LMN" else " ")
    return " ".join("".join(kept).translate(ALIKE).split())


def _whole(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Any of them: between words where words stand apart, anywhere in scripts that write them together."""
    parts = []
    for pattern in patterns:
        plain = "".join(
            one for one in unicodedata.normalize("NFKD", pattern) if unicodedata.category(one) != "Mn"
        )
        latin = plain.isascii()
        parts.append(rf"\b(?:{plain})\b" if latin else rf"(?:{plain})")
    return re.compile("|".join(parts))


PERSON, ANY = _whole(OF_A_PERSON), _whole(OF_A_PERSON + A_SUBJECT_TOO)


def names_status(text: str, about_work: bool = False) -> bool:
    """Whether a text says something of immigration status. `about_work`: only what says it of a person."""
    return bool((PERSON if about_work else ANY).search(_plain(text)))


def without_status(text: str, about_work: bool = False) -> str:
    """The text as it came. Raises Refusal, kindly, when it says something of immigration status."""
    if names_status(text, about_work):
        raise Refusal(
            _(
                "Please leave out what is about immigration status: it is never kept here, so that no family has to "
                "fear it. Say what the student needs instead."
            )
        )
    return text


def families_own(text: str) -> str:
    """A family's own words. Raises Refusal that asks them to say it to a person, where nothing is written down."""
    if names_status(text):
        raise Refusal(
            _(
                "Thank you for your trust. Words about immigration status are not kept here, to keep you safe. Please "
                "tell it to somebody you trust at the school, and write here only what your child needs."
            )
        )
    return text
