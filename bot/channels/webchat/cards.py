"""An invitation in the talk as a card: the meeting's photo, and the way to its public page."""

from dataclasses import dataclass

from bot.domain.message import Reply
from bot.domain.photo import Photo
from bot.errors import StoreError
from bot.notice_board import NoticeBoard


@dataclass(frozen=True, slots=True)
class Card:
    """What goes with an invitation. `said` describes the photo, where there is one."""

    meeting: str
    photo: Photo | None
    said: str


async def cards_of(replies: tuple[Reply, ...], board: NoticeBoard) -> tuple[Card | None, ...]:
    """A card for each reply that invites, in their order; none where the database does not
    answer, for the words say all that is needed.
    """
    try:
        return tuple([await _card(reply, board) for reply in replies])
    except StoreError:
        return ()


async def _card(reply: Reply, board: NoticeBoard) -> Card | None:
    key = _invited_to(reply)
    posted = await board.posted(key) if key else None
    if posted is None:
        return None
    return Card(key, posted.photo, posted.meeting.photo_text)


def _invited_to(reply: Reply) -> str:
    """The meeting that a reply asks about: one of its buttons says yes to it."""
    for button in reply.all_buttons:
        name, _, rest = button.action.partition(":")
        key, _, choice = rest.partition(":")
        if name == "rsvp" and choice == "yes":
            return key
    return ""
