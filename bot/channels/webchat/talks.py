"""Talks on the web: a request is matched with its talk, handed in, and put on its page."""

from dataclasses import dataclass
from hashlib import sha256

from bot.channels.webchat.cards import cards_of
from bot.channels.webchat.cookies import Device
from bot.channels.webchat.transcript import LONGEST_ECHO, Exchange, Transcript, Transcripts
from bot.clock import Clock
from bot.domain.message import Incoming, Kind
from bot.knowledge.library import LANGUAGES
from bot.mailbox import Mail, Mailbox
from bot.notice_board import NoticeBoard
from bot.reception import Reception

CHANNEL = "web"
LONGEST_NONCE = 64
_CONCERN = ("c:", "concern", "resume", "u:", "code")


@dataclass(frozen=True, slots=True)
class Said:
    """What one request asks: a button where there is an `action`, else words. `nonce` is that of
    the page it came from; `link` is set where the words stand in an address, not in a form.
    `picture` is one to be read, or `refused` the line that says why it was not taken; `network`
    is the part of the net it came from.
    """

    text: str = ""
    action: str = ""
    nonce: str = ""
    language: str = LANGUAGES[0]
    link: bool = False
    picture: bytes = b""
    refused: str = ""
    network: str = ""

    @property
    def kind(self) -> Kind:
        """What sort of thing it is."""
        if self.action:
            return Kind.BUTTON
        return Kind.PHOTO if self.picture else Kind.TEXT

    async def give_picture(self) -> bytes:
        """The picture, for who wants to look at it."""
        return self.picture

    @property
    def tells_concern(self) -> bool:
        """Whether this may be a piece of a concern, where one is being told."""
        return self.action.startswith(_CONCERN) if self.action else not self.link


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of it: the exchange, where there was an answer, and what it took off the page.
    `repeated` is True where the page it came from was not the newest.
    """

    exchange: Exchange | None
    gone: tuple[int, ...]
    remembered: bool | None
    repeated: bool


class Talks:
    """Every talk on the web."""

    def __init__(
        self, reception: Reception, clock: Clock, board: NoticeBoard, mailbox: Mailbox
    ) -> None:
        self._reception = reception
        self._mailbox = mailbox
        self._board = board
        self._clock = clock
        self._transcripts = Transcripts(clock.chance)

    def find(self, key: str) -> Transcript | None:
        """The talk of a cookie, where it is still there."""
        return self._transcripts.find(key, self._clock.now())

    def enter(self, key: str, language: str = LANGUAGES[0]) -> Transcript:
        """The talk of a cookie, or a new one; a key we did not give is never taken over."""
        talk = self.find(key)
        if talk is None:
            talk = self._transcripts.begin(language, self._clock.now())
            talk.was_silent = bool(key)
        return talk

    def end(self, key: str) -> None:
        """Forget a talk, here and now."""
        self._transcripts.drop(key)

    def is_drafting(self, talk: Transcript | None) -> bool:
        """Whether a concern is being told, or followed by its code."""
        if talk is None:
            return False
        return self._reception.session(talk.person, talk.language).is_about_a_concern

    def is_telling(self, talk: Transcript | None) -> bool:
        """Whether the next words may be kept: a concern, or a question to a meeting."""
        if talk is None:
            return False
        return self._reception.session(talk.person, talk.language).is_telling

    async def greet(self, talk: Transcript) -> None:
        """Say the first word on an empty page.

        Raises:
            StoreError: the database did not answer.
        """
        async with talk.lock:
            if talk.newest is None:
                await self._answer(talk, Said("/start", link=True), None)

    async def waiting(self, talk: Transcript, address: str) -> Mail:
        """What waits for the person of a talk, but for what is on their page already.

        Raises:
            StoreError: the database did not answer.
        """
        return await self._mailbox.waiting(address, but=talk.letters)

    async def seen(self, talk: Transcript, nonce: str) -> None:
        """A page with this nonce has been on a screen, and with it the mail that is on the page.

        Raises:
            StoreError: it counts as unread still.
        """
        if talk.letters and nonce == talk.nonce:
            await self._mailbox.read(talk.letters)
            talk.letters = ()

    async def deliver(self, talk: Transcript, mail: Mail) -> None:
        """Put what waited for a person on their page, as the newest there is."""
        new = set(mail.rows) - set(talk.letters)
        talk.letters += mail.rows if new else ()
        if not (mail.replies and new):
            return
        talk.add(
            Exchange(
                number=talk.next_number(),
                language=mail.language,
                replies=mail.replies,
                news=True,
                file_key=self._clock.chance(),
                cards=await cards_of(mail.replies, self._board),
            )
        )
        self._transcripts.touch(talk, self._clock.now())

    async def answer(self, talk: Transcript, said: Said, device: Device | None) -> Answered:
        """Hand in what was said, after what was said before it in the same talk.

        Raises:
            StoreError: nothing was kept and the page is as it was.
        """
        async with talk.lock:
            return await self._answer(talk, said, device)

    async def _answer(self, talk: Transcript, said: Said, device: Device | None) -> Answered:
        repeated = not said.link and said.nonce != talk.nonce
        if not said.link:
            await self.seen(talk, said.nonce)
        was_drafting = self.is_drafting(talk)
        outcome = await self._reception.receive(self._incoming(talk, said, device))
        talk.language = self._reception.session(talk.person, talk.language).language
        talk.told = _is_told(talk, device, outcome.remembered)
        if not outcome.replies:
            return Answered(None, (), outcome.remembered, repeated)
        is_drafting = self.is_drafting(talk)
        exchange = Exchange(
            number=talk.next_number(),
            language=talk.language,
            replies=outcome.replies,
            written="" if said.action or said.link else said.text.strip()[:LONGEST_ECHO],
            chosen=talk.label_of(said.action) if said.action else "",
            action=said.action,
            picture=said.kind is Kind.PHOTO,
            drafting=(was_drafting or is_drafting) and said.tells_concern,
            file_key=self._clock.chance(),
            cards=await cards_of(outcome.replies, self._board),
            remembered=outcome.remembered is True,
        )
        gone = talk.add(exchange, concern_over=was_drafting and not is_drafting)
        self._transcripts.touch(talk, self._clock.now())
        return Answered(exchange, gone, outcome.remembered, repeated)

    def _incoming(self, talk: Transcript, said: Said, device: Device | None) -> Incoming:
        """Without a device nothing is looked up or kept about one, and no device is known."""
        return Incoming(
            channel=CHANNEL,
            key=self._update_key(talk, said),
            person=talk.person,
            kind=said.kind,
            text="" if said.action else said.text,
            action=said.action,
            address=device.address if device else "",
            address_known=device.known if device else False,
            language=talk.language,
            network=said.network,
            picture=said.give_picture if said.kind is Kind.PHOTO else None,
        )

    def _update_key(self, talk: Transcript, said: Said) -> str:
        """The same for two taps on one button of one page, and for nothing else. The key of the
        talk is in it, so that nobody can tell afterwards what was said.
        """
        nonce = said.nonce[:LONGEST_NONCE] or self._clock.chance()
        what = f"button {said.action}" if said.action else f"text {said.text}"
        picture = sha256(said.picture).hexdigest() if said.kind is Kind.PHOTO else ""
        whole = "\0".join((talk.key, nonce, what, picture))
        return sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def _is_told(talk: Transcript, device: Device | None, remembered: bool | None) -> bool:
    """Whether this device has asked to be told of something, as far as the talk has seen."""
    known = talk.told or (device is not None and device.known)
    return known if remembered is None else remembered
