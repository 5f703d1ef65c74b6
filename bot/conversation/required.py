"""What the conversation says, by key: content/ must hold all of it before the bot starts.

tests/unit/test_required.py holds this list against the calls in the code.
"""

from bot.conversation.check import SENDERS
from bot.conversation.filing import CODE_PLACES
from bot.conversation.session import QUESTIONS
from bot.domain.meeting import MOST_PEOPLE, Choice
from bot.domain.membership import News
from bot.domain.message import Kind
from bot.domain.need import Need
from bot.domain.phase import Phase
from bot.knowledge.alerts import TEMPLATES
from bot.knowledge.library import LANGUAGES
from bot.knowledge.moods import Mood
from bot.knowledge.peril import Peril

_NOTHING: frozenset[str] = frozenset()
_INVITATION = frozenset(
    {
        "title",
        "about",
        "who",
        "day",
        "times",
        "place",
        "directions",
        "lift",
        "hearing_loop",
        "toilet",
        "coffee",
        "transport",
        "ring",
        "example",
        "sentence",
        "moved",
        "seats",
    }
)
_PUSHED = frozenset({"title", "day", "times", "place", "directions", "ring", "seats"})
_ANSWERED = frozenset({"number", "alone", "title", "day", "times", "place", "moved"})
_QUEUE = frozenset(
    {"title", "day", "number", "alone", "free", "one_left", "until_day", "until_hour", "ring"}
    | {"comes", "reached"}
)
_CLOSED = frozenset({"title", "day"})
_WHEN = frozenset({"number", "alone", "when_day", "when_hour"})
_ASKED = _WHEN | {"title", "morning"}
_TALLIES = frozenset({"title", "day", "times", "people", "seats", "phoned", "maybe", "withdrawn"})
_FIGURES = frozenset({"now", "sent", "waiting", "failed", "uncertain", "dropped"})
_REASONS = frozenset({"sure", *(f"{name}{n}" for n in (1, 2, 3) for name in ("reason", "why"))})
_FRAUDS = (
    *("bank_call", "fake_police", "parcel_sms", "hej_mamma", "romance", "investment"),
    *("tech_support", "invoice", "marketplace", "rental", "prize", "authority"),
    *("phishing_mail", "home_visit", "recovery", "subscription", "job", "other"),
)
_CHANNELS = ("sms", "mail", "letter", "call", "visit", "chat", "unknown")
_OWN_WAYS = ("code", *(f"from_{sort}" for sort in SENDERS))
_UNREADABLE = frozenset(Kind) - {Kind.TEXT, Kind.BUTTON}

LINES: dict[str, frozenset[str]] = {
    "meetings.invitation": _INVITATION,
    "meetings.yes": _ANSWERED,
    "meetings.maybe": _ANSWERED,
    "meetings.over": _CLOSED,
    "meetings.cancelled": _CLOSED,
    "meetings.borrowed": frozenset({"ring"}),
    "meetings.meant": _CLOSED,
    "meetings.large": frozenset({"ring"}),
    "meetings.sizes": frozenset({"ring"}),
    "meetings.needs": frozenset({"ring", "chosen"}),
    "membership.done": frozenset({"places", "channel", "live"}),
    "membership.mine": frozenset({"places", "invitations", "warnings", "practice"}),
    "membership.pick_where": frozenset({"places"}),
    "questions.ask": frozenset({"channel"}),
    "questions.too_long": frozenset({"length", "longest"}),
    "questions.read_back": frozenset({"text", "masked"}),
    "questions.filed": frozenset({"live"}),
    "questions.enough": frozenset({"ring"}),
    "questions.answers": frozenset({"title"}),
    "questions.one": frozenset({"text", "answer"}),
    "stop.done": frozenset({"answered"}),
    "check.warning": frozenset({"kind"}),
    "check.unsure": frozenset({"kind"}),
    "check.reasons": _REASONS,
    "check.read": frozenset({"text"}),
    "check.lost": frozenset({"home"}),
    "concern.honest": frozenset({"channel"}),
    "concern.filed": frozenset({"live", "coded", "many", "remains"}),
    "concern.read_back": frozenset(
        {"category", "district", "part", "often", "text", "masked", "unreachable"}
    ),
    "concern.code": frozenset({"channel", "sent", *CODE_PLACES}),
    "follow.status": frozenset(
        {"category", "district", "week", "state", "reason", "answer", "changed", "additions"}
    ),
    "follow.read_back": frozenset({"text", "masked", "unreachable"}),
    "follow.added": frozenset({"live"}),
    "follow.not_six": frozenset({"number"}),
    "follow.unknown": frozenset({"words"}),
    "concern.too_long": frozenset({"length", "longest"}),
    "relative.message": frozenset({"address"}),
    "pause.notice": frozenset({"words"}),
    "practice.question": frozenset({"number", "situation", "channel", "message"}),
    "practice.right": frozenset({"genuine", "why"}),
    "practice.wrong": frozenset({"genuine", "why"}),
    "practice.result": frozenset({"score"}),
    **{f"sending.{name}": _PUSHED for name in ("day_before", "same_day", "moved", "cancelled")},
    **{f"sending.{name}": _PUSHED for name in ("thanks", "you_said", "you_said_more")},
    "sending.you_said_later": _PUSHED,
    "sending.agenda_answer": frozenset({"title", "question"}),
    **{f"alerts.{kind}": frozenset({"place", "sentence", "fraud"}) for kind in TEMPLATES},
    "sending.seat_offer": frozenset(
        {"title", "day", "times", "place", "number", "alone", "until_day", "until_hour"}
    ),
    **{f"queue.{name}": _QUEUE for name in ("full", "few", "joined", "waiting", "held")},
    "after.rated": _CLOSED,
    "linking.linked": frozenset({"told"}),
    "staff.meeting": _TALLIES,
    "staff.unsent": frozenset({"number", "alone"}),
    "staff.ask": _ASKED,
    "staff.approved": _ASKED,
    "staff.stopped": frozenset({"sent", "left", "underway"}),
    "staff.figures": _FIGURES,
    "staff.concerns": frozenset({"number", "address"}),
    "staff.concerns_subject": frozenset({"number"}),
    **{f"staff.phase_{phase}": _WHEN for phase in Phase},
} | dict.fromkeys(
    (
        *(f"menu.{name}" for name in ("greeting", "menu", "cancelled", "trial")),
        *(f"menu.{name}" for name in ("now", "advice", "town", "about")),
        *(f"meetings.{name}" for name in ("none", "list", "gone", "asking", "no")),
        *(f"meetings.{name}" for name in ("device", "calendar", "which")),
        *(f"membership.{name}" for name in ("offer", "device", "borrowed", "where", "pick")),
        *(f"membership.{name}" for name in ("already", "pick_what", "last", "none", "busy")),
        *(f"questions.{name}" for name in ("dropped", "stale", "interrupted")),
        *(f"concern.{question}" for question in QUESTIONS),
        *(f"concern.{name}" for name in ("choose_first", "stale", "enough", "hidden")),
        *(f"concern.{name}" for name in ("other_draft", "interrupted", "press_send")),
        *(f"follow.{name}" for name in ("ask", "slowed", "wrong", "stale", "add")),
        *(f"follow.{name}" for name in ("withdraw", "withdrawn")),
        *(f"danger.{name}" for name in ("urgent", "violence", "suicide", "child")),
        *(f"danger.urgent_{peril}" for peril in Peril if peril),
        *(f"check_in.{name}" for name in ("question", "planned", "well", "not")),
        *(f"relative.{name}" for name in ("choose", "share", "sheet", "no_sheet")),
        *(f"practice.{name}" for name in ("intro", "anew")),
        *(f"free.{name}" for name in ("guess", "danger", "unknown", "small_talk", "foreign")),
        *(f"free.{mood}" for mood in Mood),
        *(f"check.{name}" for name in ("ask", "no_signs", "automatic", "forward_sms")),
        *(f"check.{name}" for name in ("who", "what", "done", "tap_warning", "tap_unsure")),
        *(f"check.{name}" for name in ("helped", "not_helped", "wrong")),
        *(f"check.do_{name}" for name in (*_FRAUDS, *_CHANNELS, *_OWN_WAYS)),
        *(f"kinds.{kind}" for kind in sorted(_UNREADABLE)),
        *(f"kinds.{name}" for name in ("empty", "slow", "trouble")),
        *(f"kinds.photo_{name}" for name in ("unread", "concern", "large", "foreign")),
        *(f"stop.{name}" for name in ("nothing", "undone", "as_it_is", "too_late", "left", "ask")),
        *(f"linking.{name}" for name in ("unlinked", "wrong", "full", "cannot")),
        *(f"staff.{name}" for name in ("list", "none", "more", "gone", "trial", "may_not")),
        *(f"staff.{name}" for name in ("tested", "not_sent")),
        *(f"staff.refused_{name}" for name in ("example", "cancelled", "draft", "begun")),
        *(f"staff.refused_{name}" for name in ("late", "nobody")),
        "telegram.description",
        *(
            f"sending.{name}"
            for name in (
                *("repeated", "correction", "asking", "ending", "test", "tried"),
                "agenda_answer_more",
            )
        ),
        *(f"queue.{name}" for name in ("left", "declined", "device")),
        *(f"after.{name}" for name in ("closed", "told", "not_told", "gone")),
    ),
    _NOTHING,
)

BUTTONS: frozenset[str] = frozenset(
    {
        *("menu", "now", "advice", "town", "concern", "more", "next", "back", "cancel"),
        *("resume", "human", "heavy", "none_of_these", "meetings", "change_answer", "see_meeting"),
        *("calendar", "own_device", "borrowed_device", "begin", "begin_again", "skip_text"),
        *(
            "send",
            "go_on",
            "undo",
            "stop",
            "check",
            "check_again",
            "check_wrong",
            "helped_yes",
            "helped_no",
        ),
        *("done_yes", "done_no", "check_in", "went_well", "not_yet"),
        *("relative", "share", "sheet", "share_sms", "share_telegram"),
        *("tell", "tell_not", "worth_yes", "worth_partly", "worth_no"),
        *(
            "offer_yes",
            "offer_no",
            "queue_leave",
            *(f"queue_{n}" for n in range(1, MOST_PEOPLE + 1)),
        ),
        *("practice", "practice_genuine", "practice_fraud", "practice_next", "practice_more"),
        *(f"who_{name}" for name in ("bank", "police", "authority", "family", "company", "other")),
        *(f"what_{name}" for name in ("code", "money", "link", "home", "remote", "other")),
        *(f"answer_{choice}" for choice in Choice),
        *(f"party_{size}" for size in range(1, MOST_PEOPLE + 1)),
        *("party_more", "change_size", "needs", "no_but_ask", "ask", "read_answers"),
        *("send_as_question", "send_question", "edit_question"),
        *(f"need_{need}" for need in Need),
        *("follow", "sub_all", "sub_pick", "choices", "choose_where", "choose_what", "ready"),
        *(f"news_{kind}" for kind in News),
        "leave",
        *(f"staff_{name}" for name in ("list", "read", "test", "send", "yes", "no")),
        *("staff_refresh", "staff_stop"),
        *(f"staff_read_{code}" for code in LANGUAGES),
        *(f"change_{question}" for question in QUESTIONS),
        *(f"often_{how}" for how in ("once", "often", "unsure")),
        *("add_text", "have_code", "code_noted", "code_skip", "code_hide"),
        *(f"follow_{name}" for name in ("add", "withdraw", "yes", "no")),
        *(f"topic_{name}" for name in ("meetings_when", "meetings_signup", "report_concern")),
        *(f"topic_{name}" for name in ("unsubscribe", "urgent_now", "out_of_scope")),
    }
)
