"""Phrases by which `content_guard` knows immigration status, by kind: papers, journeys, detention, removal,
nationality.

Written as in `status_words`: lower case, without marks, one space between words. A line is a pattern.
"""

COUNTRY = (
    r"(?:mexico|guatemala|honduras|el salvador|nicaragua|costa rica|panama|cuba|haiti|ayiti|jamaica|"
    r"colombia|venezuela|"
    r"(?:the )?dominican republic|(?:la )?republica dominicana|ecuador|peru|bolivia|chile|argentina|"
    r"paraguay|uruguay|"
    r"bra[sz]il|china|vietnam|bangladesh|india|pakistan|nepal|(?:the )?philippines|filipinas|"
    r"afghanistan|iraq|iran|"
    r"syria|siria|yemen|egypt|sudan|somalia|ethiopia|eritrea|nigeria|ghana|senegal|gambia|guinea|guinee|mali|"
    r"mauritania|togo|benin|cameroon|camerun|(?:the )?congo|angola|morocco|algeria|ukraine|russia|"
    r"turkey|uzbekistan|"
    r"africa|afrique|(?:her|his|their|our|my|the) (?:home ?|own |birth )?(?:country|homeland)|"
    r"su (?:pais|tierra)|"
    r"(?:o )?(?:seu )?pais (?:de origem|deles?|delas?)|son pays|leur pays|peyi (?:li|yo))"
)
NOT_A_STORY = (
    r"(?! (?:in|of|from|for) (?:the|a|an|her|his|their|our) (?:\w+ )?(?:game|story|novel|film|"
    r"book|play|poem|movie|race|field))"
)
EXPIRED = (
    r"(?:is |are |was |were |has |have |had |just |will |may |might |can |about to |)"
    r"(?:expir(?:e|es|ed|ing)|end(?:s|ed|ing)?|r[au]n(?:s|ning)? out|pending|denied|revoked|rejected|"
    r"cancel(?:l?ed)|"
    r"terminated|lapsed|renew(?:al|ed|ing)?|in limbo|at risk)"
)
FORM_NUMBER = (
    r"(?:i ?(?:589|485|130|765|360|821d?|131a?|751|797c?|864|539|601a?|918|914|929|192|862|213|247|"
    r"140|129f?|526|590|730|"
    r"693|983)|n ?400|ds ?160|g ?28)"
)

PAPERS = (
    rf"{FORM_NUMBER}(?! (?:exit|east|west|north|south|highway|miles?))",
    rf"(?:her|his|their|our|my|s|form|an?|the|no) (?:form )?i ?(?:94|20)s? (?:form|number|record|card|"
    rf"{EXPIRED})",
    rf"form i ?(?:94|20)|i ?94s? {EXPIRED}",
    r"a (?:no |num |number |nr )?\d{8,9}|a \d{3} \d{3} \d{3}|(?:her|his|their|s) a numbers?",
    r"(?:alien|uscis|dhs|immigration) (?:registration )?(?:numbers?|file|card|case|receipt)",
    r"papers (?:have |had |has |are |is |were |was |just |)(?:expired?|expires|expiring|denied|revoked|lapsed)"
    r"(?! (?:on|by|this|next))",
    r"(?:fake|false|forged|valid|legal|proper|immigration) papers(?! (?:flowers?|airplanes?|planes?))",
    r"fix(?:ed|ing)? (?:her|his|their) papers",
    rf"(?:work|employment) (?:permits?|authori[sz]ations?) {EXPIRED}|employment authori[sz]ation|"
    rf"\bead (?:card|{EXPIRED})",
    r"(?:wait(?:ing|s)? (?:for|on)|has no|have no|without|never got) (?:a |an |her |his |"
    r"their )?work authori[sz]ation",
    rf"(?:humanitarian|immigration|advance|cuban|haitian) parole|paroled in(?:to)?|parole {EXPIRED}|"
    r"(?:entered|came|here|arrived) (?:here )?(?:on|with|under) (?:a )?parole",
    r"sijs?|vawa|asylees?|special immigrant(?: juvenile)?(?: status)?|u nonimmigrant|withholding of removal|"
    r"cancellation of removal|adjust(?:ment|ing|ed)? (?:of |her |his |their )?status|change of status",
    r"(?:u|t|s|v|h ?1b|h ?2[ab]|h ?4|j ?1|j ?2|f ?1|f ?2|b ?1|b ?2|k ?1|o ?1|l ?1|r ?1|student|"
    r"tourist|work) visas?",
    r"(?:out of|fell out of|lost|losing|lose|without|no) (?:her |his |their |legal |lawful |"
    r"immigration )?status"
    r"(?! (?:updates?|reports?|bar|symbol|checks?|for|on|of|yet))",
    rf"(?:her|his|their|s|family s?|parents?|mother s?|father s?|mom s?|dad s?) (?:legal |immigration )?status "
    rf"(?:here |in the (?:us|usa|country) )?{EXPIRED}",
    r"(?:her|his|their|s) status (?:is|was|here|in the (?:us|usa|country)) ?"
    r"(?:not legal|legal|illegal|irregular|unclear|uncertain|unknown|undocumented|problem)",
    r"(?:is|are|was|were|am|re|s) (?:a )?(?:lawful |legal )?permanent residents?|lprs?|lawful permanent",
    r"not (?:here )?(?:legally|lawfully) (?:here|present)|no legal right to (?:be|stay|live)",
    r"(?:tps|daca|ded) (?:holder|recipient|student|kid|status|case|application|renewal|expire[sd]?|"
    r"expiring|ended|ends)",
)
"""Documents, forms, numbers and the names of a status."""

JOURNEYS = (
    rf"(?:cross(?:ed|es|ing)?|came|come|walked|swam|went|snuck|sneaked|got) (?:\w+ )?(?:across|over|"
    rf"through|under)? ?"
    rf"(?:the |a )(?:(?:us|mexican|mexico|southern|texas) )?border(?! (?:of|between|town|collie|"
    rf"in the)){NOT_A_STORY}",
    rf"(?:cross(?:ed|es|ing)?|came (?:across|through|over)|walked (?:across|through)|"
    rf"went through) the desert{NOT_A_STORY}",
    rf"(?:came|crossed)(?: over| under| across)? (?:the|that) (?:wall|fence){NOT_A_STORY}(?! (?:at|with the ball))|"
    r"(?:climbed|went|got|jumped|snuck|over|under) (?:over |under |across )?(?:the|that|"
    r"trump s) border (?:wall|fence)",
    r"(?:swam|crossed|waded)(?: across)? (?:the )?(?:rio grande|rio bravo)|darien (?:gap|jungle)|"
    r"(?:the )?darien",
    r"(?:paid|with|by|hired|owes?) (?:a |the |an |un |al |el )?(?:coyotes?|pollero|smugglers?|"
    r"snakehead|human trafficker)"
    r"(?! (?:story|mascot|costume|mask|poem|drawing|team|puppet))|smuggled (?:in|into|across|over|here)",
    r"(?:returned|turned (?:back|away|around)|stopped|caught|held|detained|separated|picked up|"
    r"arrested|apprehended|"
    r"sent back|pushed back|processed|released|expelled)(?: \w+)? (?:at|near|from|by|over) the (?:us |"
    r"mexican |southern )?border",
    r"border patrol|customs and border|cbp|port of entry|title 42|remain in mexico|migrant protection",
    r"(?:came|arrived|entered|crossed|here|registered|classified)(?: here)? (?:as|like) (?:a |an )?"
    r"(?:uacs?|uc|unaccompanied(?: (?:minor|child|youth))?)|uacs?",
    r"(?:came|brought|entered|arrived|crossed|living|here|working|works|"
    r"work)(?: here)? (?:in )?(?:illegal(?:ly)?|unlawfully|"
    r"without (?:permission|authori[sz]ation|inspection|documents?))",
    r"cruz(?:o|aron|e|amos|ando|ar) (?:por |a pie )?(?:la frontera|el (?:desierto|rio(?: bravo|"
    r" grande)?|muro|cerro)|"
    r"por el (?:desierto|rio|monte|cerro|muro))(?! (?:en (?:el|la) (?:juego|cuento|novela|pelicula|"
    r"excursion)))",
    r"(?:brinc|salt|cruz|trep)(?:o|aron|e|amos) (?:la (?:barda|cerca|linea)|el (?:muro|cerco|bordo))"
    r"(?! (?:de la escuela|del (?:vecino|parque|jardin)))",
    r"(?:lleg|entr|vin|pas|cruz)(?:o|aron|e|amos|ieron) (?:de )?mojad[oa]s?(?! (?:por|con|de) )|(?:un|"
    r"una|los|es|de) mojad[oa]s?"
    r"(?= (?:que|y sin|ilegal)|$)|espaldas? mojadas?",
    r"(?:con|pag(?:o|aron|amos|ue) (?:a |al )?|por) (?:un |el |una )?(?:coyotes?|polleros?)",
    r"(?:attravers|travers|pass|franch)(?:e|es|ee|ees|er|ant) (?:illegalement )?(?:la frontiere|"
    r"le desert|la mediterranee)"
    r"(?! dans (?:le|la) (?:jeu|roman|conte|film))|a passe la frontiere",
    r"(?:atravess|cruz|pass)(?:ou|aram|ei|amos) (?:a fronteira|o (?:deserto|muro)|pelo (?:deserto|mexico))"
    r"(?! (?:no|do|na) (?:jogo|livro|filme|conto))|(?:com|pagou|pagaram) (?:um |o |ao )?coiotes?",
    r"(?:travese|janbe|pase) (?:fwontye|dezè|deze|miray|mi) ?(?:a|la|yo)?|vin(?:i)? (?:nan|"
    r"sou) (?:kannte|bato) (?:ilegal|anba)?",
    r"vuot bien|nhap canh (?:trai phep|lau|bat hop phap)|(?:vuot|qua) bien gioi",
    r"(?:عبر|عبرت|عبروا|اجتاز|تسلل|تسللوا) (?:\w+ )?(?:الحدود|الصحراء)|دخل(?:ت|وا)? (?:تهريبا|خلسه)",
    r"সীমান্ত (?:পার|পেরি|পাড়ি)|মরুভূমি পার|দালালের মাধ্যমে",
    r"(?:越境|偷越[国國]境|翻墙[过過]来|走[线線](?:来|[过過]|到|美)|蛇[头頭]|[从從][边邊]境)",
)
"""How somebody came."""

DETENTION = (
    r"(?<!juvenile )(?:detention|processing|immigration|icebox) (?:centers?|centres?|facilit(?:y|ies)|"
    r"camps?|jail|prison)",
    r"(?:immigration|migrant|border) (?:detention|custody|shelter)|family detention|hieleras?|las? perreras?",
    r"(?:picked up|taken(?: away)?|detained|arrested|held|caught|raided|grabbed|stopped|visited|"
    r"released) by (?:the )?"
    r"(?:ice|immigration|cbp|dhs|homeland|border|la migra|migra|migracion|the migra)",
    r"(?:ice|immigration|la migra) (?:\w+ )?(?:came (?:for|to (?:the|her|his|their|our) (?:house|home|"
    r"door|apartment|job|work))|"
    r"took|picked|raid(?:s|ed)?|check ?ins?|agents?|officers?|hold|detainer|appointment|arrest(?:s|"
    r"ed)?|knocked|is looking)",
    r"(?:check ?in|appointment|meeting|interview|hearing|court date|case) (?:with|at|for) (?:ice|"
    r"uscis|cbp|immigration|eoir)",
    r"eoir|orr (?:shelter|custody|sponsor|release)|(?:shelter|sponsor) (?:by|from|through|of) orr",
    r"(?:se lo |se la |lo |la |los |les )?(?:agarr|llev|detuv|arrest|deten)(?:o|aron|ieron|ida|ido) (?:a \w+ )?"
    r"(?:por )?(?:la migra|migracion|inmigracion|el ice|ice)|centros? de detencion|"
    r"detenid[oa]s? (?:por|en) (?:migracion|ice|la frontera)",
    r"centres? de retention|arretee?s? par (?:l immigration|la police aux frontieres)|oqtf",
    r"(?:preso|presa|detid[oa]s?|pego|pega) (?:pela|pelo|na) (?:imigracao|ice|fronteira)|centro de detencao",
    r"(?:imigrasyon|ice) (?:te )?(?:pran|arete|kenbe)|sant detansyon",
    r"(?:di tru|ice) (?:da )?(?:bat|giu)|trai (?:giam|tam giu) (?:di tru|nhap cu)?|bi (?:bat|giu) o bien gioi",
    r"(?:احتجز|اعتقل|اوقف)(?:ت|ه|ها|هم|وا|ته|تها)? (?:\w+ )?(?:الهجره|الحدود|دائره)|مركز احتجاز",
    r"অভিবাসন (?:পুলিশ|কর্তৃপক্ষ)|আটক কেন্দ্র|আইস (?:ধরে|আটক)",
    r"移民(?:局|[拘监監]|[法][庭院])|拘留(?:中心|所)|被(?:ICE|ice|边境|邊境)",
)
"""Held, or looked for."""

REMOVAL = (
    r"removal (?:proceedings?|orders?|hearings?|case|defense)|orders? of (?:removal|deportation)|"
    r"expedited removal|"
    r"voluntary departure|self deport(?:ed|ation)?|notices? to appear|credible fear|"
    r"master (?:calendar )?hearing|"
    r"merits hearing|individual hearing",
    rf"(?:sent|shipped|forced|deported|removed|returned|expelled|flown|kicked)(?: \w+)? (?:back |home |"
    rf"out )*(?:to|of) {COUNTRY}"
    r"(?! (?:on|for) (?:vacation|a (?:visit|trip|holiday)))",
    rf"(?:send|sending|sends|ship|deport|deports|deporting)(?: \w+){{0,3}} back to {COUNTRY}",
    r"(?:lo|la|los|las|le|les|nos) (?:mandaron|devolvieron|regresaron|echaron|sacaron|van a (?:mandar|"
    r"devolver|regresar|sacar))"
    rf"(?: de (?:vuelta|regreso))? (?:a|para|del?) {COUNTRY}|(?:mandaron|devolvieron|"
    rf"regresaron) de (?:vuelta|regreso) a {COUNTRY}",
    r"orden de (?:deportacion|expulsion)|salida voluntaria",
    r"(?:renvoy|expuls|reconduit|rapatri)\w{0,4} (?:de force )?(?:vers|dans|en|au|a la frontiere) ?"
    rf"(?:le |la |l )?{COUNTRY}?(?= |$)",
    rf"(?:mandad|enviad|devolvid|expuls)[oa]s?(?: de volta)? (?:para|ao?|do) (?:[oa] )?{COUNTRY}",
    rf"(?:voye|tounen|remet)(?: \w+){{0,2}} (?:tounen )?(?:nan|an|{COUNTRY}|ayiti|dominikani)(?= peyi|"
    rf" ayiti|$)|rapatriye",
    r"(?:gui|tra|duoi|tra ve)(?: \w+){0,2} ve (?:nuoc|que huong|viet nam)|lenh truc xuat",
    r"遣送|被送回(?!家|[学學]校|教室)|[强強]制[离離]境|[递遞]解出境|上庭.*移民|移民.*上庭",
    r"(?:اعيد|ارجع|رحل|ابعد)(?:ت|وا|ه|ها|هم)? (?:\w+ )?(?:الي )?(?:بلد|وطن)|امر (?:ترحيل|ابعاد)|ابعاد",
    r"(?:দেশে|সীমান্ত থেকে) ফেরত পাঠা|দেশ থেকে (?:বের|তাড়|বহিষ্কার)",
)
"""Sent away, or about to be."""

NATIONALITY = (
    r"(?:not|never|isn t|aren t|wasn t|weren t|nor) (?:yet |even |really |)(?:an? |our |us |u s |"
    r"american )*citizens?"
    r"(?! (?:scien|journal|of the (?:week|month)))",
    r"(?:is|are|s|re|became|becoming|become|was|born) (?:an? |now an? |already an? )?(?:us|u s|"
    r"american|naturali[sz]ed|dual) citizens?",
    r"non ?(?:us )?citizens?|stateless(?:ness)?(?! (?:function|component|protocol|api|app|server|"
    r"service|class|design|session|"
    r"widget|code|firewall|model|module))",
    r"(?:appl(?:y|ies|ied|ying) for|waiting (?:for|on)|denied|lost|granted|got|getting) (?:us |u s |"
    r"american |her |his |their )?"
    r"(?:citizenship|naturali[sz]ation|residency|residence permit)(?! (?:grade|award|prize|badge|"
    r"certificate of the))",
    r"illegals|illegal (?:entry|status|resident|stay|presence|immigrants?|aliens?|migrants?|workers?)|"
    r"(?:is|are|was|were|s|re|an?) illegal(?:ly)? (?:here|in (?:the|this) (?:us|usa|country|states))",
    r"(?:is|are|was|were|s|re|be|being|been) (?:here )?un ?authori[sz]ed(?= (?:here|immigrant|migrant|"
    r"in the)|$)",
    r"(?:un|una|los|las|es|son|somos|soy|de|como) (?:inmigrantes? )?ilegal(?:es)?(?= (?:aqui|en (?:el|"
    r"este|los)|y)|$)|"
    r"ilegal(?:es|mente)? (?:en (?:el|este) pais|aqui|en (?:estados unidos|eeuu|los estados unidos|usa))",
    r"ilega(?:l|is|lmente) (?:no|neste|nos|aqui|na) ?(?:pais|estados unidos|eua|america)?(?= |"
    r"$)(?! (?:jogo|xadrez))",
    r"no (?:es|son|soy|somos|esta|estan) (?:ciudadan[oa]s?|legal(?:es|mente)?|residentes?)(?! de la clase)",
    r"no (?:tiene|tienen|tenemos|tengo|hay) (?:los |sus |mis |nuestros |ningun )?(?:papeles|documentos)"
    r"(?! (?:para (?:la|el) (?:clase|proyecto|arte)|abiertos|en (?:la|el)|de (?:la )?(?:clase|colores|"
    r"matematicas)))",
    r"(?:papeles|permiso(?: de trabajo)?|visa|estatus|tps|daca|residencia) (?:ya )?(?:se )?(?:le |les )?"
    r"(?:vencid[oa]s?|vencio|vencieron|caduc\w+|expir\w+)|se (?:le|les) (?:vencio|vencieron|vence|caduco) "
    r"(?:la|el|los|su|sus) (?:visa|permiso|papeles|estatus|tps)",
    r"arregl(?:ar|o|aron|ando|e|amos) (?:los |sus |mis |nuestros )papeles|sin (?:los |"
    r"sus )?(?:papeles|estatus|documentos|residencia)",
    r"apatrid[ae]s?|(?:n est|ne sont|n etait) pas (?:citoyen(?:ne)?s?|en regle)|(?:titre|"
    r"carte) de sejour \w+|sans (?:titre|statut)"
    r"(?: legal)?|papiers (?:expires|perimes|en regle)|en attente de papiers",
    r"nao (?:e|sao|sou) (?:cidada[os]?|cidadao|cidadaos|legal|legais)|sem (?:os |seus )?(?:papeis|"
    r"documentos?|status)|"
    r"nao (?:tem|temos|tenho|tinha) (?:os |seus )?(?:papeis|documentos)(?! (?:abertos|da aula|"
    r"no computador|para))",
    r"(?:pa|pas) (?:gen|genyen) (?:papye|dokiman|rezidans|estati)(?! (?:pou|koule))|(?:pa|li pa|"
    r"yo pa) (?:sitwayen|legal)|san (?:papye|dokiman)",
    r"(?:khong|chua) (?:co |phai )?(?:quoc tich|cong dan|hop phap|the xanh|giay to hop (?:phap|le))|song chui|"
    r"(?:visa|thi thuc|the xanh)(?: cua \w+)? (?:da )?het han|o lai qua han",
    r"[没沒][有]?(?:[绿綠]卡|居留|公民|[纸紙][张張]?身份|合法|[证證]件)|不是(?:美[国國])?公民|黑[户戶]|[无無](?:[国國]籍|身[份分])|"
    r"非法(?:入境|居留|移民|身[份分]|滞留|滯留)|身[份分](?:[过過]期|失效|到期|[问問][题題])",
    r"(?:ليس|ليست|ليسوا|غير) (?:مواطن|قانوني|شرعي|نظامي|موثق)|عديم(?:ي|ه|و)? الجنسيه|بدون جنسيه|"
    r"(?:انتهت|انتهي) (?:\w+ )?(?:اقامت|تاشير|تصريح|فيزت)|لا (?:يملك|تملك|يملكون) (?:اقامه|وثائق|"
    r"اوراق)|بلا (?:اوراق|وثائق|اقامه)",
    r"অবৈধ(?! (?:চাল|পার্কিং|মুভ))|নাগরিক (?:না|নয়|নন|নই)|নাগরিকত্ব (?:নেই|পায়)|রাষ্ট্রহীন|"
    r"বৈধ (?:কাগজ|কাগজপত্র|অনুমতি)|"
    r"(?:কাগজপত্র|ভিসা|গ্রিন কার্ড) (?:নেই|ছাড়া|শেষ)",
)
"""Whose citizen somebody is, or is not; and papers in the other languages of the screen."""
PHRASES = PAPERS + JOURNEYS + DETENTION + REMOVAL + NATIONALITY
