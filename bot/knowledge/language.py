"""Which language a text is in, by its script, its most common words and its telling letters.

After Dunning, "Statistical Identification of Language" (1994), cut down to what short messages
need: small words tell more than long ones, and a letter few languages have tells much.
"""

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")
_READ = 1000  # letters of a text that are looked at
_WORD_POINTS, _SHARED_POINTS, _LETTER_POINTS, _ENDING_POINTS = 3, 1, 2, 1

_SCRIPTS = (
    ("fa", re.compile(r"[پچژگک]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("uk", re.compile(r"[іїєґІЇЄҐ]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ti", re.compile(r"[\u1200-\u137f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
)
_LATIN = re.compile(r"[a-zA-Z\u00c0-\u024f]")

# Small words, greetings, and the words people ask us with; Swedish also as spoken and misspelt.
_COMMON = {
    "sv": "jag ja du han hon den det de dom vi ni och o å att som en ett är e var va har ha "
    "hade kan ska skall vill inte int ej på till för av med me om från fran när nar hur "
    "vad vem vilken där här mig mej dig sig min mitt mina din er ert nu så men eller "
    "också någon nån något inget hej hejsan tack snälla hjälp hjalp god morgon kväll "
    "ringer ringde ringa banken kortet pengar polisen träff traff möte mote bluff lurad "
    "mamma pappa kommunen bankid nej jo varför stopp sluta nästa fick fått gör gor måste "
    "får sms länk anmäla människa svenska engelska dej behöver förstår nagon nagot ar for "
    "pa fram sin sina detta dessa jelp spärra sparra lösenord kod koden dosan faktura "
    "fakturan skjuts avboka avsluta avregistrera lättläst anmälan synpunkt",
    "en": "i you he she it we they the a an and or is are was were am be been have has had do "
    "does did can could will would shall should not no yes to of for with from in on at "
    "my your his her our their this that what where when who how why which there here me "
    "him them but if so please hello hi thanks thank help bank card money police call "
    "called phone text scam meeting speak english good morning someone want need stop "
    "unsubscribe lost stolen link gave code",
    "fi": "minä sinä hän me te he ja tai on ei ole oli että kun mitä missä milloin miten kuka "
    "miksi minun sinun hei moi kiitos apua pankki pankin kortti rahaa poliisi puhelin "
    "soitti soittaa puhutteko puhutko suomea suomeksi anteeksi huomenta olen olet tämä se "
    "mutta kyllä voiko voinko haluan kokous huijaus viesti linkki mikä onko",
    "da": "jeg du han hun den det vi og at en et er var har ikke på til for af med om fra når "
    "hvordan hvad hvem hvor mig dig min mit nu så men eller også noget nogen hej tak "
    "hjælp ringer banken penge politiet snyd besked uge",
    "no": "jeg du han hun den det vi og at en ei et er var har ikke på til for av med om fra "
    "når hvordan hva hvem hvor meg deg min mitt nå så men eller også noe noen hei takk "
    "hjelp ringer banken penger politiet svindel melding uke kva ikkje eg",
    "de": "ich du er sie es wir ihr und oder ist sind war habe hat haben nicht kein zu von für "
    "mit aus im in auf mein dein was wo wann wer wie warum hallo danke bitte hilfe bank "
    "karte geld polizei anruf telefon sprechen deutsch guten morgen der die das ein eine "
    "den dem mich",
    "pl": "ja ty on ona my wy oni i lub jest są był była mam ma nie tak do od dla z na w po "
    "moje moja mój co gdzie kiedy kto jak dlaczego cześć dzień dobry dziękuję proszę "
    "pomocy bank karta pieniądze policja telefon mówisz polsku się że to mnie czy",
    "so": "waxaan waan waa anigu adigu isaga iyada iyo ama ma maya haa ku ka u la si maxaa "
    "xaggee goorma ayaa sidee sababta salaan mahadsanid fadlan caawi caawimaad bangiga "
    "kaarka lacag lacagta booliska telefoon soomaali hadashaa iga igu way waxay iska "
    "magacaygu",
    "bs": "ja ti on ona mi vi oni i ili je su bio bila imam ima nije ne da u na za od sa moj "
    "moja šta što gdje kada ko kako zašto zdravo hvala molim pomoć banka kartica novac "
    "policija telefon govorite govori bosanski srpski hrvatski se sam me",
    "es": "yo tú él ella nosotros y o es son era tengo tiene no sí de para con en mi mis tu qué "
    "dónde cuándo quién cómo por hola gracias ayuda banco tarjeta dinero policía teléfono "
    "habla español el la los las un una me que",
    "tr": "ben sen o biz siz onlar ve veya bir bu şu var yok değil evet hayır için ile ne "
    "nerede zaman kim nasıl neden merhaba teşekkür ederim lütfen yardım banka kart para "
    "polis telefon türkçe konuşuyor musunuz benim",
}  # fmt: skip
_LETTERS = {
    "sv": "åäö", "fi": "äö", "da": "æøå", "no": "æøå", "de": "ßüäö", "pl": "ąćęłńśźż",
    "bs": "čćđšž", "es": "ñáíóú¿¡", "tr": "ğışçöü",
}  # fmt: skip
_ENDINGS = {
    "sv": ("ningen", "arna", "erna", "orna", "ande", "heten", "else", "aren", "igt", "ade"),
    "en": ("ing", "tion", "ed", "ly", "ness", "ough"),
    "fi": ("ssa", "ssä", "sta", "stä", "lla", "llä", "ksi", "nen", "aan", "een", "tko", "ko"),
    "de": ("ung", "keit", "lich", "isch", "schen"),
    "da": ("erne", "ede", "hed"),
    "no": ("ene", "het", "ingen"),
}
_OWN = {name: frozenset(words.split()) for name, words in _COMMON.items()}
_OWNERS: dict[str, list[str]] = {}
for _name, _words in _OWN.items():
    for _word in _words:
        _OWNERS.setdefault(_word, []).append(_name)


def language_of(text: str) -> str:
    """The language's two-letter code ("sv", "en", "fi", "ar" …); "" when it cannot be told.

    A tie between Swedish and another language is Swedish: most who write here write that.
    """
    read = unicodedata.normalize("NFC", text[:_READ])
    if script := _by_script(read):
        return script
    words = [word.lower() for word in _WORD.findall(read)]
    points = _points(words)
    best = max(points.values(), default=0)
    if best < min(_WORD_POINTS, len(words)) or not best:
        return ""
    return next(name for name in _COMMON if points.get(name) == best)


def _by_script(text: str) -> str:
    """The language of a text mostly in letters that few languages have; "" for Latin letters."""
    letters = sum(map(str.isalpha, text))
    if not letters or 2 * len(_LATIN.findall(text)) >= letters:
        return ""
    return next((name for name, script in _SCRIPTS if script.search(text)), "")


def _points(words: list[str]) -> dict[str, int]:
    points: dict[str, int] = {}
    for word in words:
        owners = _OWNERS.get(word, ())
        for name in owners:
            worth = _WORD_POINTS if len(owners) == 1 else _SHARED_POINTS
            points[name] = points.get(name, 0) + worth
        for name, letters in _LETTERS.items():
            if not set(letters).isdisjoint(word):
                points[name] = points.get(name, 0) + _LETTER_POINTS
        for name, endings in _ENDINGS.items():
            if len(word) > 4 and word.endswith(endings):
                points[name] = points.get(name, 0) + _ENDING_POINTS
    return points
