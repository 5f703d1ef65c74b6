"""One update is one transaction: seen? -> facts -> step -> effects -> commit; then the replies.

A reply is not stored: an update that is delivered again runs no effects, and the person gets the
room's present state unless this process has answered already. So a crash costs a repeated answer,
never silence and never a second effect.
"""

import os
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.conversation.colleagues import is_theirs
from bot.conversation.effects import (
    AnswerMeeting,
    CountCheck,
    CountHelp,
    Effect,
    Errand,
    FileConcern,
    FileQuestion,
    ForgetAddress,
    JoinQueue,
    LinkChat,
    Subscribe,
)
from bot.conversation.linking import code_in
from bot.conversation.relative import wants_sheet
from bot.conversation.scene import Coded, Facts, Turn
from bot.conversation.session import Session
from bot.conversation.step import step
from bot.daily import OncePerDay
from bot.deeds import carry_out
from bot.domain.case import Case
from bot.domain.message import Button, File, Incoming, Kind, Reply
from bot.domain.question import MOST_QUESTIONS
from bot.domain.sending import MOST_TESTERS
from bot.duty import audience_size, on_duty
from bot.flood import Flood, Verdict
from bot.follow_up import FollowUp
from bot.knowledge.library import Library
from bot.knowledge.reading import Reader, Reading
from bot.pictures import Pictures
from bot.printing.prints import Prints
from bot.quota import Quota
from bot.sessions import Sessions
from bot.store.database import Tables
from bot.store.marks import Mark
from bot.store.store import Store
from bot.turnstile import Turnstile

if TYPE_CHECKING:
    from bot.custody.sealing import Sealer

LONGEST_READ = 20_000
"""Characters of one message that are read; nobody types more."""
REMEMBERED_ANSWERS = 5_000
"""Updates of which this process knows that it has answered them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a channel does next. `remembered` is True when the address was stored, False when it
    was erased, None when neither happened.
    """

    replies: tuple[Reply, ...]
    remembered: bool | None = None


class Reception:
    """Where every channel hands in what people did."""

    def __init__(
        self,
        store: Store,
        library: Library,
        reader: Reader,
        clock: Clock,
        *,
        live: bool,
        address: str = "",
        pictures: Pictures | None = None,
    ) -> None:
        """`address` is where the bot is reached, as far as the settings tell."""
        self._store = store
        self._library = library
        self._reader = reader
        self._clock = clock
        self._live = live
        self._address = address
        self._errands: Callable[[Errand, Tables], None] | None = None
        self._prints = Prints(library)
        self._pictures = pictures or Pictures()
        self._follow_up = FollowUp(reader.codewords, os.urandom(32), clock)
        self._sealer: Sealer | None = None
        self._quota = Quota(clock)
        self._sessions = Sessions()
        self._flood = Flood()
        self._today = OncePerDay(clock)
        self._answered: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._turnstile = Turnstile()

    async def receive(self, incoming: Incoming) -> Outcome:
        """Answer one thing one person did. Within a talk, strictly in the order of the calls.

        Raises:
            StoreError: nothing was kept and nobody was answered; the update may be given again.
        """
        incoming = _cleaned(incoming)
        async with self._turnstile.hold(incoming.person):
            verdict = self._flood.admit(incoming.person, self._clock.seconds())
            if verdict is not Verdict.ANSWER:
                return self._slowed(incoming, verdict)
            return await self._answer(incoming)

    async def forget(self, address: str) -> None:
        """Erase what is kept under an address that can no longer be reached."""
        effect, now = ForgetAddress(address), self._clock.now()
        await self._store.turn(lambda tables: carry_out(effect, tables, now))

    def known_as(self, address: str) -> None:
        """A channel has learnt its own address; one from the settings goes before it."""
        self._address = self._address or address

    def connect(self, errands: Callable[[Errand, Tables], None]) -> None:
        """Who does what colleagues ask for in the chat; without it the chat knows no colleagues."""
        self._errands = errands

    def confide(self, follow_up: FollowUp, sealer: "Sealer | None" = None) -> None:
        """With what codes are made and texts sealed; without it codes hold as long as this
        process lives, and nothing is sealed.
        """
        self._follow_up, self._sealer = follow_up, sealer

    def session(self, person: str, language: str = "sv") -> Session:
        """The talk as it stands, for a channel that shows the language of its page."""
        return self._sessions.get(person, self._clock.now(), language)

    async def _answer(self, incoming: Incoming) -> Outcome:
        incoming = await self._looked_at(incoming)
        now, chance = self._clock.now(), self._clock.chance()
        session = self._sessions.get(incoming.person, now, incoming.language)
        reading = self._reader.read(incoming.words) if incoming.words else Reading()
        address, sheet = self._address, await self._sheet(incoming, session.language)
        people = await self._audience(incoming)
        coded = await self._follow_up.prepare(session, incoming)
        if coded.spoken:  # a code is never looked at beside an address
            incoming = replace(incoming, address="")

        def work(tables: Tables) -> tuple[Turn, bool]:
            fresh = tables.seen.add(incoming.channel, incoming.key, now)
            heard = incoming if fresh else replace(incoming, repeated=True)
            meetings = tables.meetings.public()
            facts = Facts(
                chance=chance,
                live=self._live,
                meetings=meetings,
                answers=tables.answers.of(incoming.address) if incoming.address else {},
                seats=tables.seats.seating(meetings, incoming.address, now),
                member=tables.members.get(incoming.address) if incoming.address else None,
                answered=tables.questions.answered(now),
                asked=self._asked(incoming.person, now),
                address=address,
                sheet=sheet,
                linking=_linking(tables, heard, now),
                links_full=not self._live and tables.staff_chats.count() >= MOST_TESTERS,
                paused=tables.marks.words(Mark.PAUSED),
                duty=on_duty(tables, heard, people, live=self._live) if self._errands else None,
                coded=coded,
                case=_case(tables, session, coded),
                enough=self._quota.enough(incoming, now),
                many=self._quota.is_full(now),
            )
            turn = step(session, facts, reading, heard, self._library, now)
            for effect in turn.effects:
                if self._counts(effect, incoming, now):
                    self._carry_out(effect, tables, now)
            if turn.effects and not self._live and not facts.many:
                tables.concerns.release()
            self._follow_up.settle(incoming, coded, found=facts.case is not None)
            return turn, fresh

        turn, fresh = await self._store.turn(work)
        if not fresh and (incoming.channel, incoming.key) in self._answered:
            return Outcome(())
        self._sessions.put(incoming.person, turn.session, now)
        self._note_answered(incoming)
        return Outcome(turn.replies, _remembered(turn.effects))

    def _carry_out(self, effect: Effect, tables: Tables, now: datetime) -> None:
        if not isinstance(effect, Errand):
            carry_out(effect, tables, now, self._sealer)
        elif self._errands:
            self._errands(effect, tables)

    async def _audience(self, incoming: Incoming) -> int:
        """Whom an invitation is for, where a colleague asks: before the turn, as all that is
        slow.
        """
        if not self._errands or not is_theirs(incoming):
            return 0
        return await self._store.read(
            lambda tables: audience_size(tables, incoming, live=self._live)
        )

    async def _sheet(self, incoming: Incoming, language: str) -> File | None:
        """The sheet where it is asked for: made before the turn, as all that is slow."""
        if not wants_sheet(incoming):
            return None
        return await self._prints.sheet(language, self._address)

    async def _looked_at(self, incoming: Incoming) -> Incoming:
        """With what stands in the picture: before the turn, as all that is slow. The picture
        itself goes no further.
        """
        if incoming.picture is None:
            return incoming
        bare = replace(incoming, picture=None)
        if self._need_not_look(bare):
            return bare
        seen = await self._pictures.read(await incoming.picture())
        return replace(bare, seen=_writing(seen.words), foreign=seen.foreign)

    def _need_not_look(self, incoming: Incoming) -> bool:
        """No picture goes with a concern, danger in the words beside it cannot wait, and what has
        been answered is not answered again.
        """
        return (
            (incoming.channel, incoming.key) in self._answered
            or self.session(incoming.person).is_about_a_concern
            or self._reader.watch.read(incoming.text).any
        )

    def _asked(self, person: str, now: datetime) -> int:
        """How many questions to meetings a person has sent today; kept in memory only."""
        return sum(self._today.has(person, _nth(n), now) for n in range(MOST_QUESTIONS))

    def _counts(self, effect: Effect, incoming: Incoming, now: datetime) -> bool:
        """Whether an effect takes place: a check or a rating counts once a person, kind and day; of
        questions to meetings so many are taken.
        """
        person = incoming.person
        match effect:
            case FileConcern():
                self._quota.count(incoming, now)
            case CountCheck(kind=kind):
                return self._today.first(person, f"check {kind}", now)
            case CountHelp():
                return self._today.first(person, "help", now)
            case FileQuestion():
                return any(self._today.first(person, _nth(n), now) for n in range(MOST_QUESTIONS))
        return True

    def _slowed(self, incoming: Incoming, verdict: Verdict) -> Outcome:
        """Too much at once: one plain word a minute, which holds 112 for whoever needs it."""
        if verdict is Verdict.BE_QUIET:
            return Outcome(())
        language = self.session(incoming.person, incoming.language).language
        return Outcome((_with_menu(self._library, "kinds.slow", language),))

    def _note_answered(self, incoming: Incoming) -> None:
        self._answered[incoming.channel, incoming.key] = None
        if len(self._answered) > REMEMBERED_ANSWERS:
            self._answered.popitem(last=False)


def trouble(library: Library, language: str) -> Reply:
    """What a person is told when the database does not answer: kind words, with 112."""
    return _with_menu(library, "kinds.trouble", language)


def _with_menu(library: Library, key: str, language: str) -> Reply:
    """A line of the house itself, with the way home under it."""
    return Reply(library.say(key, language), ((Button(library.label("menu", language), "menu"),),))


def _case(tables: Tables, session: Session, coded: Coded) -> Case | None:
    """The concern that a code opens, or that is being followed."""
    if coded.spoken:
        return tables.concerns.followed(coded.hash) if coded.hash else None
    return tables.concerns.told(session.following.key) if session.following else None


def _linking(tables: Tables, heard: Incoming, now: datetime) -> str:
    """The account that a code in this message links to, or nothing."""
    code = code_in(heard.text) if heard.kind is Kind.TEXT else ""
    return tables.staff_chats.offered(code, now) or "" if code else ""


def _nth(number: int) -> str:
    """What a person does who asks one question more on a day."""
    return f"question {number}"


def _remembered(effects: tuple[Effect, ...]) -> bool | None:
    kept = AnswerMeeting | Subscribe | JoinQueue | LinkChat
    if any(isinstance(effect, kept) for effect in effects):
        return True
    return False if any(isinstance(effect, ForgetAddress) for effect in effects) else None


def _cleaned(incoming: Incoming) -> Incoming:
    """Without what no person means to write: control characters and half surrogates."""
    action = incoming.action if incoming.kind is Kind.BUTTON else ""
    return replace(incoming, text=_writing(incoming.text), action=action[:64])


def _writing(text: str) -> str:
    return "".join(filter(_is_writing, text[:LONGEST_READ]))


def _is_writing(character: str) -> bool:
    return character in "\n\t" or (character >= " " and not "\ud800" <= character <= "\udfff")
