"""Whole messages that are commands: a few words each, so that a sentence never is one."""

from enum import StrEnum

_PUNCTUATION = " \t\n.,!?…\"'()"


class Command(StrEnum):
    """What a whole message can ask for."""

    START = "start"
    MENU = "menu"
    CANCEL = "cancel"
    BACK = "back"
    STOP = "stop"
    SWEDISH = "sv"
    ENGLISH = "en"
    GENUINE = "genuine"
    HELP = "help"
    NOW = "now"
    URGENT = "urgent"
    ADVICE = "advice"
    CHECK = "check"
    MEETINGS = "meetings"
    CONCERN = "concern"
    FOLLOW_UP = "follow up"
    PRACTICE = "practice"


_WORDS = {
    "/start": Command.START,
    "/meny": Command.MENU,
    "/menu": Command.MENU,
    "meny": Command.MENU,
    "menyn": Command.MENU,
    "menu": Command.MENU,
    "hem": Command.MENU,
    "start": Command.MENU,
    "börja om": Command.MENU,
    "borja om": Command.MENU,
    "avbryt": Command.CANCEL,
    "/avbryt": Command.CANCEL,
    "cancel": Command.CANCEL,
    "ångra": Command.CANCEL,
    "angra": Command.CANCEL,
    "tillbaka": Command.BACK,
    "bakåt": Command.BACK,
    "bakat": Command.BACK,
    "back": Command.BACK,
    "stopp": Command.STOP,
    "stop": Command.STOP,
    "stoppa": Command.STOP,
    "/stopp": Command.STOP,
    "/stop": Command.STOP,
    "svenska": Command.SWEDISH,
    "på svenska": Command.SWEDISH,
    "swedish": Command.SWEDISH,
    "/svenska": Command.SWEDISH,
    "english": Command.ENGLISH,
    "engelska": Command.ENGLISH,
    "in english": Command.ENGLISH,
    "/english": Command.ENGLISH,
    "äkta": Command.GENUINE,
    "akta": Command.GENUINE,
    "/akta": Command.GENUINE,
    "genuine": Command.GENUINE,
    "/nu": Command.NOW,
    "/rad": Command.ADVICE,
    "/bluff": Command.CHECK,
    "/traffar": Command.MEETINGS,
    "/beratta": Command.CONCERN,
    "/kod": Command.FOLLOW_UP,
    "jag har en kod": Command.FOLLOW_UP,
    "har en kod": Command.FOLLOW_UP,
    "min kod": Command.FOLLOW_UP,
    "jag har min kod": Command.FOLLOW_UP,
    "här är min kod": Command.FOLLOW_UP,
    "har ar min kod": Command.FOLLOW_UP,
    "följa upp": Command.FOLLOW_UP,
    "folja upp": Command.FOLLOW_UP,
    "följ upp": Command.FOLLOW_UP,
    "folj upp": Command.FOLLOW_UP,
    "följ upp med kod": Command.FOLLOW_UP,
    "folj upp med kod": Command.FOLLOW_UP,
    "jag vill följa mitt ärende": Command.FOLLOW_UP,
    "jag vill folja mitt arende": Command.FOLLOW_UP,
    "mitt ärende": Command.FOLLOW_UP,
    "mitt arende": Command.FOLLOW_UP,
    "i have a code": Command.FOLLOW_UP,
    "my code": Command.FOLLOW_UP,
    "follow up": Command.FOLLOW_UP,
    "/ova": Command.PRACTICE,
    "öva": Command.PRACTICE,
    "ova": Command.PRACTICE,
    "träna": Command.PRACTICE,
    "trana": Command.PRACTICE,
    "quiz": Command.PRACTICE,
    "practise": Command.PRACTICE,
    "practice": Command.PRACTICE,
    "hjälp": Command.NOW,
    "hjalp": Command.NOW,
    "hjälp mig": Command.NOW,
    "hjalp mig": Command.NOW,
    "help me": Command.NOW,
    "/hjalp": Command.HELP,
    "/help": Command.HELP,
    "help": Command.NOW,
    "112": Command.URGENT,
    "sos": Command.URGENT,
}


_YES = frozenset(
    {
        *("ja", "jo", "japp", "ok", "okej", "absolut", "visst", "precis", "stämmer", "det", "bra"),
        *("tack", "skicka", "in", "iväg", "nu", "den", "till", "kommunen", "gör", "så"),
        *("yes", "yep", "right", "correct", "fine", "send", "it", "that", "is", "please", "thanks"),
    }
)


def is_yes(text: str) -> bool:
    """Whether a message only agrees: “ja skicka”, “det stämmer bra”."""
    words = [word.strip(_PUNCTUATION) for word in text.casefold().split()]
    return bool(words) and _YES.issuperset(words)


def command_in(text: str) -> Command | None:
    """The command that a whole message is, or None. “Det måste bli stopp på bråken” is none."""
    written = " ".join(text.casefold().split()).strip(_PUNCTUATION)
    return _WORDS.get(written)


def deep_link(text: str) -> str:
    """What a link into the bot carries, e.g. “mote-k7p2m” of “/start mote-k7p2m”; else nothing."""
    first, _, rest = text.strip().partition(" ")
    return rest.strip() if first == "/start" else ""
