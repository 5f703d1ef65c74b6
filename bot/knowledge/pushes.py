"""What is pushed about a meeting after its invitation, and how every push ends."""

from collections.abc import Callable
from datetime import datetime

from bot.domain.meeting import Meeting
from bot.domain.message import Block, Button, Reply, Span, Text
from bot.domain.question import MeetingQuestion
from bot.knowledge.dates import day, hour, hours
from bot.knowledge.library import Library
from bot.knowledge.markup import dialled

Rows = tuple[tuple[Button, ...], ...]
LONGEST_IN_SHORT = 160
"""Characters of a question where its answer is what matters."""


def about_meeting(library: Library, name: str, meeting: Meeting, language: str) -> Text:
    """The line `sending.<name>` about one meeting, filled in."""
    return library.say(
        f"sending.{name}",
        language,
        title=meeting.title,
        day=day(meeting.starts, language),
        times=hours(meeting.starts, meeting.ends, language),
        place=meeting.place,
        directions=meeting.directions,
        ring=dialled(meeting.phone),
        seats=meeting.seats,
    )


def reminder(library: Library, name: str, meeting: Meeting, language: str) -> Reply:
    """A reminder, or the word that a meeting has changed: with the answers under it."""
    say = _labels(library, language)
    rows = (
        (say("answer_yes", f"rsvp:{meeting.key}:yes"), say("answer_no", f"rsvp:{meeting.key}:no")),
        (say("see_meeting", f"m:{meeting.key}"), say("calendar", f"ics:{meeting.key}")),
    )
    return pushed(library, about_meeting(library, name, meeting, language), rows, language)


def cancelled(library: Library, meeting: Meeting, language: str) -> Reply:
    """The word that a meeting will not be held."""
    rows = ((_labels(library, language)("meetings", "meetings"),),)
    return pushed(library, about_meeting(library, "cancelled", meeting, language), rows, language)


def thanks(library: Library, meeting: Meeting, language: str) -> Reply:
    """Thanks, one question, and the offer to tell what came of it."""
    say, key = _labels(library, language), meeting.key
    verdicts = ("yes", "partly", "no")
    rows = (
        tuple(say(f"worth_{verdict}", f"worth:{key}:{verdict}") for verdict in verdicts),
        (say("tell", f"tell:{key}"),),
    )
    return pushed(library, about_meeting(library, "thanks", meeting, language), rows, language)


def you_said(
    library: Library, meeting: Meeting, text: str, language: str, *, later: bool = False
) -> Reply:
    """What came of a meeting, in staff's own words; three months later what has happened since."""
    name = "you_said_later" if later else "you_said"
    said = about_meeting(library, name, meeting, language) + staff_words(text)
    if later:
        return pushed(library, said, (), language)
    rows = ((_labels(library, language)("tell", f"tell:{meeting.key}"),),)
    said += about_meeting(library, "you_said_more", meeting, language)
    return pushed(library, said, rows, language)


def agenda_answer(
    library: Library, meeting: Meeting, question: MeetingQuestion, language: str
) -> Reply:
    """A question in short, its answer in staff's own words, and where all of them stand."""
    say = _labels(library, language)
    asked = in_short(question.text)
    text = library.say("sending.agenda_answer", language, title=meeting.title, question=asked)
    text += staff_words(question.answer) + library.say("sending.agenda_answer_more", language)
    rows = ((say("read_answers", f"qa:{meeting.key}:0"), say("see_meeting", f"m:{meeting.key}")),)
    return pushed(library, text, rows, language)


def in_short(text: str) -> str:
    """At most `LONGEST_IN_SHORT` characters, on one line, cut between words where there are any."""
    line = " ".join(text.split())
    if len(line) <= LONGEST_IN_SHORT:
        return line
    room = line[: LONGEST_IN_SHORT - 1]
    return f"{room.rpartition(' ')[0] or room[:-1]} …"


def seat_offer(
    library: Library, meeting: Meeting, number: int, until: datetime, language: str
) -> Reply:
    """Seats for one who has waited, held until a moment."""
    say, key = _labels(library, language), meeting.key
    text = library.say(
        "sending.seat_offer",
        language,
        title=meeting.title,
        day=day(meeting.starts, language),
        times=hours(meeting.starts, meeting.ends, language),
        place=meeting.place,
        number=number,
        alone=number == 1,
        until_day=day(until, language),
        until_hour=hour(until, language),
    )
    rows = (
        (say("offer_yes", f"rsvp:{key}:yes:{number}"), say("offer_no", f"seat:{key}:no")),
        (say("see_meeting", f"m:{key}"),),
    )
    return pushed(library, text, rows, language)


def pushed(library: Library, text: Text, rows: Rows, language: str) -> Reply:
    """A push: under it how to see that it is genuine, and the menu; last how to get no more."""
    genuine = library.page("is_it_real", language)
    shown = (
        *rows,
        ((Button(genuine.title, "p:is_it_real"),) if genuine else ()),
        (_labels(library, language)("menu", "menu"),),
    )
    ending = library.say("sending.ending", language)
    return Reply(text + ending, tuple(row for row in shown if row))


def staff_words(text: str) -> Text:
    """What staff have written, a block a paragraph: never markup."""
    paragraphs = text.replace("\r\n", "\n").split("\n\n")
    return tuple(Block((Span(words.strip()),)) for words in paragraphs if words.strip())


def _labels(library: Library, language: str) -> Callable[[str, str], Button]:
    """Makes buttons whose words stand in buttons.toml."""
    return lambda key, action: Button(library.label(key, language), action)
