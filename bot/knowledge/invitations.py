"""What an invitation says: the same words when somebody asks for it and when it is pushed."""

from bot.domain.meeting import Choice, Meeting, Standing
from bot.domain.membership import News
from bot.domain.message import Button, Reply, Text
from bot.domain.sending import Audience
from bot.knowledge.dates import day, hours
from bot.knowledge.library import LANGUAGES, Library
from bot.knowledge.markup import dialled
from bot.knowledge.pushes import pushed


def invitation(library: Library, meeting: Meeting, language: str) -> Text:
    """All that a person needs to decide whether to come."""
    return library.say(
        "meetings.invitation",
        language,
        title=meeting.title,
        about=meeting.about,
        who=meeting.who,
        day=day(meeting.starts, language),
        times=hours(meeting.starts, meeting.ends, language),
        place=meeting.place,
        directions=meeting.directions,
        lift=meeting.lift,
        hearing_loop=meeting.hearing_loop,
        toilet=meeting.toilet,
        coffee=meeting.coffee,
        transport=meeting.transport,
        ring=dialled(meeting.phone),
        example=meeting.example,
        sentence=meeting.sentence,
        moved=meeting.standing is Standing.MOVED,
        seats=meeting.seats,
    )


def pushed_invitation(library: Library, meeting: Meeting, language: str) -> Reply:
    """The invitation as it comes by itself: with the answers, and how to see that it is genuine."""

    def button(key: str, action: str) -> Button:
        return Button(library.label(key, language), action)

    key = meeting.key
    yes, maybe, no = (button(f"answer_{choice}", f"rsvp:{key}:{choice}") for choice in Choice)
    rows = (
        (yes,),
        (maybe, no),
        (button("no_but_ask", f"ask:{key}:no"),),
        (button("calendar", f"ics:{key}"),),
    )
    text = invitation(library, meeting, language) + library.say("sending.asking", language)
    return pushed(library, text, rows, language)


def in_every_language(library: Library, meeting: Meeting) -> dict[str, Reply]:
    """The words that are frozen when it is sent, by language."""
    return {language: pushed_invitation(library, meeting, language) for language in LANGUAGES}


def invited(meeting: Meeting) -> Audience:
    """Whom it is for, where staff choose nothing else."""
    return Audience.subscribers(News.INVITATIONS, meeting.districts)
