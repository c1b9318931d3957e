"""The words by which `content_guard` knows that a sentence is about immigration status, in the languages of the screen.

Written as `content_guard` reads a text: lower case, without marks, one space between words. A line is a pattern. They
cannot know every way of saying it, and now and then stop a sentence that is about something else; those belong in
EXCEPTION_PATTERNS.
"""

KIN = (
    r"(?:mother|father|mom|dad|mama|papa|parents?|brothers?|sisters?|uncles?|aunts?|cousins?|family|husband|wife|"
    r"grand(?:mother|father|ma|pa|parents))"
)
NOT_SHEETS_OF_PAPER = (
    r"(?! (?:to (?:write|draw|read|grade|hand|turn)|for (?:class|art|the (?:class|project|art))|due|open|abiertos|"
    r"abertos|en (?:la computadora|la mochila)|no computador|de la clase|da aula))"
)
"""What follows where papers are sheets of paper, or files on a screen."""

PERSON_PATTERNS = (
    r"(?:her|his|their|s|whose) (?:immigration|migration|citizenship|legal) status",
    r"(?:is|are|was|were|be|being|re|s|am) un ?documented",
    r"(?:is|are|was|were|re|s|am) (?:here|in the (?:us|usa|country|united states)) illegally",
    r"(?:entered|came|crossed|crossed over) illegally",
    r"overstayed (?:her|his|their|a|the) (?:visa|stay|permit)",
    r"(?:crossed|came across|came over) (?:the|a) border(?! (?:of|between|in the (?:game|story|novel|film)))",
    r"picked up by (?:ice|immigration)",
    r"ice (?:came to|was at|raided)|in ice (?:custody|detention)",
    r"(?:is an?|are|is) illegals?(?! (?:to|for|that|in|under))",
    rf"(?:does|do|did|don|doesn|didn) (?:not|t) have (?:any |legal |immigration )?papers{NOT_SHEETS_OF_PAPER}",
    r"(?:does|do|did|don|doesn|didn) (?:not|t) have (?:any )?(?:legal |lawful |immigration )?status(?! (?:up|re))",
    r"(?:has|have|had|without) (?:no |any )?(?:legal|lawful|immigration) status",
    r"(?:came|lives?|living|here|arrived|stay(?:s|ed)?) (?:here )?without (?:any |legal |immigration )?papers",
    rf"{KIN} (?:\w+ )?(?:was|were|got|is being|are being|been) deported|deported {KIN}",
    r"(?:is|are|s|re|am|came|here) (?:here )?on an? (?:\w+ )?visa(?! (?:card|gift|debit|credit))",
    r"(?:has|have|had|got|gets|holds|lost) (?:a |her |his |their )?green ?cards?(?! game)",
    r"(?:has|have|had|got|under) an? (?:final )?(?:deportation order|order of (?:removal|deportation))",
    r"(?:her|his|their|s) (?:tps|daca) (?:runs?|ran|expire[sd]?|ends?|ended|is|was|renewal|status)",
    r"(?:is|are|s|re|am) not (?:here )?legal(?:ly)? (?:here|in the (?:us|usa|country))",
    r"uscis|unaccompanied alien|released by orr|ankle (?:monitor|bracelet) (?:from|by) (?:ice|immigration)",
    r"(?:taken|picked up|caught|detained) by (?:la )?migra",
    r"(?:her|his|their|s) (?:visa (?!gift|card|debit|credit)|(?:green card|asylum|deportation|immigration) )\w+",
    r"(?:is|are|s|re) (?:not|no) (?:a )?(?:us |american )?citizens?",
    r"alien (?:registration )?number",
    r"(?:has|have|had|is on|under|is a) (?:daca|tps)",
    r"(?:detained|taken|held|arrested) by (?:ice|immigration)",
    r"ice (?:detained|arrested|took|agents? (?:came|took)|custody|detention)",
    r"in removal proceedings",
    r"(?:esta|estan|es|son|soy|somos|estoy) (?:indocumentad[oa]s?|ilegal(?:es)?(?! (?:que|trabajar|vender|usar)))",
    rf"no (?:tiene|tienen|tenemos|tengo) (?:papeles|documentos){NOT_SHEETS_OF_PAPER}",
    r"no (?:tiene|tienen|tenemos|tengo) (?:estatus|estado|status) (?:legal|migratorio)",
    r"entr(?:o|aron|e|amos) (?:ilegalmente|sin (?:papeles|documentos))",
    r"(?:papa|mama|padres?|madre|herman[oa]s?|ti[oa]s?|familia) (?:fue|fueron) deportad[oa]s?",
    r"(?:pide|piden|pidio|pidieron|pidiendo|pedindo|pede|pedem|pediram) asilo",
    r"(?:cruzo|cruzaron|cruce) la frontera",
    r"(?:su|mi) (?:estatus|estado|situacion|condicion) (?:migratori[oa]|legal)",
    r"(?:esta|estan|estoy|vive|viven|vivo) (?:aqui )?sin papeles",
    r"(?:est|sont|suis) (?:un |une |des )?(?:sans papiers|clandestin(?:e|s|es)?)",
    r"en situation irreguliere|(?:n a|n ont|a|ont) pas de papiers(?! (?:de cours|pour (?:ecrire|dessiner)))",
    r"(?:est|sont|suis) entree?s? (?:illegalement|clandestinement)|a une demande d asile|expulsee?s? vers",
    r"(?:pa gen|san) papye(?! (?:pou|koule))|travese fwontye|(?:antre|rantre|viv) (?:nan peyi a )?ilegal(?:man)?",
    r"yo (?:te )?depote (?:papa|manman|fre|se|tonton|matant|li)",
    r"(?:esta|estao|e|sao|estou) (?:indocumentad[oa]s?|em situacao irregular)",
    r"(?:esta|estao|e|sao|estou) ilega(?:l|is)(?! (?:que|trabalhar|vender|usar))",
    rf"nao (?:tem|temos|tenho) (?:papeis|documentos){NOT_SHEETS_OF_PAPER}|entr(?:ou|aram|ei|amos) ilegalmente",
    r"(?:pai|mae|pais|irmaos?|irmas?|ti[oa]s?|familia) (?:foi|foram) deportad[oa]s?",
    r"vistos? (?:dela|dele|delas|deles) (?:venceu|venceram|expirou|expiraram)",
    r"不?合法身[份分]|移民身[份分]|[没沒]有(?:合法)?身[份分]|非法居留|[签簽][证證]已?(?:[过過]期|到期)|"
    r"(?:爸爸?|[妈媽][妈媽]?|父[亲親母]|母[亲親]|哥哥|姐姐|家人|他|她)被(?:遣返|[驱驅]逐出境|移民局)|"
    r"(?:他|她|他们|她们|全家)是?偷渡|逾期居留|[无無][证證](?:移民|学生|學生|家庭|居留)|[没沒]有[证證]件",
    r"(?:بدون|بلا|من غير|ليس لدي(?:ه|ها|هم)|لا يملك(?:ون)?) اوراق",
    r"(?:بدون|بلا|ليس لدي(?:ه|ها|هم)) اقامه|تاشيرت(?:ه|ها|هم)|ترحيل (?:والد|ابي|ام|اخ|عم|عائل)",
    r"دخل(?:وا|ت)? (?:البلاد |البلد )?(?:بطريقه|بشكل|بصوره) غير (?:شرعي|قانوني)",
    r"وضع(?:ه|ها|هم)? (?:القانوني|الهجره)|مقيم (?:بشكل )?غير (?:شرعي|قانوني)",
    r"ভিসার মেয়াদ|আশ্রয়ের আবেদন|দেশে ফেরত পাঠানো|"
    r"কাগজপত্র (?:নেই|ছাড়া)|নথিবিহীন|অবৈধ(?:ভাবে)? (?:অভিবাসী|থাক|আছ)",
    r"(?:bo|me|ba|cha|anh|chi|gia dinh)(?: em)? (?:da )?bi truc xuat|visa cua (?:em|anh|chi|ho|gia dinh)|"
    r"khong (?:co )?giay to|cu tru bat hop phap|o lau (?:qua han )?bat hop phap",
)
"""What says it of somebody, in words whose marks are taken off (see `content_guard._normalize`)."""

SUBJECT_PATTERNS = (
    r"un ?documented",
    r"immigration",
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
    r"unaccompanied (?:minors?|child(?:ren)?)(?! (?:flight|fare|ticket|service))",
    r"non ?citizens?",
    r"indocumentad[oa]s?|sin (?:papeles|documentos)|(?:estatus|estado|situacion|condicion) migratori[oa]",
    r"inmigracion|inmigrantes? ilegal(?:es)?|la migra|asilo|refugiad[oa]s?|visado",
    r"deportad[oa]s?|deportar(?:on|an|lo|la|los|las)?|deportacion(?:es)?|residencia (?:legal|permanente)",
    r"sans papiers|clandestine?s?|titre de sejour|carte de sejour|statut (?:d immigration|migratoire)",
    r"demandeu(?:r|se)s? d asile|demandes? d asile|droit d asile|refugiee?s?|sejour irregulier",
    r"reconduite a la frontiere",
    r"imigrasyon|depote|depotasyon|azil|refijye|kat rezidans|viza",
    r"sem (?:documentos|papeis)|imigracao|situacao migratoria|(?:status|estatuto) (?:i?migratorio)|deportacao",
    r"(?:sem|seu) visto|visto (?:vencido|expirado|de (?:estudante|trabalho|turista))",
    r"非法移民|[无無][证證](?![据據明])|[签簽][证證]|[绿綠]卡|庇[护護]|[难難]民|遣返|[驱驅]逐出境|偷渡|移民局",
    r"لجوء|(?<!ع)لاجي(?!ه)|لاجيين|ترحيل|تاشيره|فيزا|هجره|الهجره|غير موثق|بطاقه اقامه|تصريح اقامه",
    r"অভিবাসন|ভিসা|শরণার্থী|আশ্রয়প্রার্থী|রাজনৈতিক আশ্রয়|গ্রিন কার্ড|ডিপোর্ট",
    r"nhap cu|di tru|thi thuc|the xanh|t[iy] nan|truc xuat|bat hop phap",
)
"""What says it where a text is about a person, and names a subject where it is about somebody's work."""

_SUBJECT = (
    r"(?:immigration|refugees?|asylum|deportations?|un ?documented (?:workers|people|students|immigrants))"
)
EXCEPTION_PATTERNS = (
    r"(?:projects?|essays?|paper|unit|novels?|films?|reports?|poems?|research|presentation|debate|speech|writes|wrote|"
    r"writing|learns|learned|learning|studies|studied|studying|history)(?: \w+){0,2}? (?:about|on|of) (?:the )?"
    rf"(?:history of |story of |rights of )?{_SUBJECT}(?! (?:case|status|order|hearing|court|papers|lawyer))",
    r"immigration (?:history|museum|unit|essay|novel|station|stories)",
    r"un ?documented (?:code|functions?|features?|api|commands?|methods?|bugs?|behaviou?r|endpoints?|steps?|sources?)",
    r"(?:code|functions?|features?|api|commands?|methods?|endpoints?|program|script|library|sources?|steps?) "
    r"(?:is|are|was|were) (?:still )?un ?documented",
    r"(?:functions?|components?|widgets?|protocols?|servers?|services?|api|app|http) (?:is|are|was) stateless",
    r"green ?cards? games?|asilo de (?:ancianos|animales)",
    r"(?:ms|mrs|mr|mx|dr|sr|sra|prof|senora|senor|madame|monsieur) (?:asilo|visa|daca|refugio)",
    r"visa [a-z]+ (?:is|and) (?:his|her|their|a) (?:aunt|uncle|mentor|teacher|friend|cousin|sister|brother)",
    r"(?:الكتابه|يكتب|تكتب|الرسم|يرسم|ترسم|القراءه|يقرا|تقرا) (?:بدون|بلا|من غير) اوراق",
)
"""What is left out of a text before it is looked at: a subject that somebody works on, code, a game, a name."""
