"""The conversation walked at random: whatever a person does, there is an answer and a way home."""

from dataclasses import dataclass, field, replace
from typing import TypeGuard

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.telegram.html import LONGEST, parts, units
from bot.conversation.effects import (
    AnswerMeeting,
    CountNeed,
    Effect,
    FileConcern,
    FileQuestion,
    ForgetAddress,
    Subscribe,
)
from bot.conversation.scene import Coded, Facts, Turn
from bot.conversation.session import Session
from bot.conversation.step import step
from bot.domain.meeting import Answer, Choice
from bot.domain.membership import Member
from bot.domain.message import Incoming, Kind, Reply, plain
from bot.domain.need import Need
from bot.domain.question import MeetingQuestion, QuestionState
from bot.knowledge.library import Library
from bot.knowledge.reading import Reader, Reading
from tests.conftest import START, coming

ANSWERED = MeetingQuestion("a" * 32, "k7p2m", "2026-W48", "Hur?", QuestionState.ANSWERED, "Så.")
CODED = Coded(words=("abborre", "björk", "citron", "drake", "eld", "fjord"), hash=b"h")
DANGER = [
    "någon bryter sig in nu",
    "det står en man utanför och bankar på dörren",
    "NÅN RINGER NU O VILL HA MIN KOD",
    "det brinner i köket",
    "help someone is breaking in right now",
]
WORDS = [
    "hej",
    "banken ringde o vill ha min kod",
    "när är nästa träff",
    "det är mörkt vid tunneln, ring Anna Svensson 070-174 06 05",
    "stopp",
    "prenumerera",
    "mina val",
    "vi e tre",
    "jag kan inte komma längre",
    "kommer ni ta upp mörkret vid tunneln, hälsar Anna Svensson 070-174 06 05",
    "en fråga till mötet",
    "/start folj",
    "avbryt",
    "tillbaka",
    "meny",
    "/start",
    "/start mote-k7p2m",
    "/start mote-finnsinte",
    "/okänt",
    "english",
    "svenska",
    "asarum",
    "kväll",
    "ofta",
    "jag har en kod",
    "",
    "   ",
    "🙂🙃" * 40,
    "\u202eabc\u202d مرحبا",
    "a\x00b",
    "<b>fet</b> **fet** [x](http://y) {{ 7*7 }} {% raw %}",
    "ord " * 5000,
    "x" * 20000,
]
ODD_ACTIONS = [
    "",
    ":",
    "nothing",
    "rsvp:k7p2m:yes:2",
    "rsvp:k7p2m:yes:999999",
    "rsvp:k7p2m:kanske",
    "rsvp:gone1:yes",
    "own:k7p2m:yes",
    "lend:k7p2m",
    "ics:k7p2m",
    "p:no_such_page",
    "p:phone_bank_fraud:99",
    "p:../../etc/passwd",
    "list:advice:9999",
    "list:nothing",
    "t:no_such_topic",
    "c:ffff:send",
    "c:ffff:noted",
    "code",
    "hide",
    "u:ffff:add",
    "u:ffff:yes",
    "u",
    "c:ffff:begin",
    "c",
    "undo:k7p2m.y2,gone1.m1,xx",
    "undo:Miw.as.morrum.nowhere,k7p2m.y2",
    "undo:M",
    "size:k7p2m",
    "size:k7p2m:more",
    "needs:k7p2m",
    "need:k7p2m:lift:on",
    "need:k7p2m:lift:off",
    "need:gone1:loop:on",
    "need:k7p2m:money:on",
    "ask:k7p2m",
    "ask:k7p2m:no",
    "ask:gone1",
    "f:ffff:send:k7p2m",
    "f",
    "qa:k7p2m",
    "qa:k7p2m:999",
    "qa:gone1",
    "follow",
    "sub:all",
    "sub:asarum:own",
    "sub:nowhere:own",
    "sub",
    "sublend",
    "my",
    "my:where:asarum:on",
    "my:where:asarum:off",
    "my:where:all:on",
    "my:what:warnings:off",
    "my:what:invitations:off",
    "my:what:nothing:on",
    "lang:xx",
    "relative",
    "share",
    "sheet",
    "staff",
    "staff:m:k7p2m",
    "staff:test:k7p2m",
    "staff:send:k7p2m",
    "staff:go:k7p2m:00000000",
    "staff:stop:k7p2m:1",
    "x" * 64,
]
HOME = ("menu", "list:now", "resume")

_moves = st.one_of(
    st.tuples(st.just("press"), st.integers(0, 30)),
    st.tuples(st.just("press"), st.integers(0, 3)),
    st.tuples(st.just("old"), st.integers(0, 200)),
    st.tuples(st.just("write"), st.sampled_from(WORDS)),
    st.tuples(st.just("danger"), st.sampled_from(DANGER)),
    st.tuples(st.just("odd"), st.sampled_from(ODD_ACTIONS)),
    st.tuples(st.just("send"), st.sampled_from(sorted(set(Kind) - {Kind.TEXT, Kind.BUTTON}))),
    st.tuples(st.just("wait"), st.integers(0, 20)),
)
_READINGS: dict[str, Reading] = {}


@dataclass
class Walk:
    """One person's talk on the pure code, with a small world that obeys the effects."""

    library: Library
    reader: Reader
    live: bool
    known: bool
    session: Session = field(default_factory=Session)
    answers: dict[str, Answer] = field(default_factory=dict)
    member: Member | None = None
    effects: list[Effect] = field(default_factory=list)
    seen: list[str] = field(default_factory=lambda: ["menu"])
    replies: tuple[Reply, ...] = ()
    days: int = 0
    steps: int = 0

    def move(self, move: tuple[str, object]) -> Turn:
        """Do one thing and keep what came of it."""
        verb, what = move
        if verb == "wait":
            self.days += int(str(what))
        incoming = self._incoming(verb, what)
        now = START.replace(day=1 + self.days % 28)
        facts = Facts(
            f"{self.steps:032x}",
            self.live,
            (coming(),),
            dict(self.answers),
            member=self.member,
            answered={"k7p2m": (ANSWERED,) * 7},
            coded=CODED,
            asked=sum(isinstance(effect, FileQuestion) for effect in self.effects),
            address="https://bot.example.se" if self.known else "",
        )
        turn = step(self.session, facts, self._read(incoming), incoming, self.library, now)
        self._keep(turn)
        return turn

    def _incoming(self, verb: str, what: object) -> Incoming:
        self.steps += 1
        given = Incoming(
            "telegram" if self.live else "web",
            str(self.steps),
            "p",
            address="a",
            address_known=self.known,
        )
        buttons = _actions(self.replies)
        match verb:
            case "press" if buttons:
                action = buttons[int(str(what)) % len(buttons)]
                return replace(given, kind=Kind.BUTTON, action=action)
            case "old":
                action = self.seen[int(str(what)) % len(self.seen)]
                return replace(given, kind=Kind.BUTTON, action=action)
            case "odd":
                return replace(given, kind=Kind.BUTTON, action=str(what))
            case "send":
                return replace(given, kind=Kind(str(what)))
            case "write" | "danger":
                return replace(given, text=str(what))
        return replace(given, text="/start")

    def _read(self, incoming: Incoming) -> Reading:
        """The reading of a text is always the same, so that each is read once."""
        if incoming.text not in _READINGS:
            _READINGS[incoming.text] = self.reader.read(incoming.text)
        return _READINGS[incoming.text]

    def _keep(self, turn: Turn) -> None:
        self.session, self.replies = turn.session, turn.replies
        self.effects += turn.effects
        self.seen += _actions(turn.replies)
        for effect in turn.effects:
            if isinstance(effect, AnswerMeeting):
                self.answers[effect.answer.meeting] = effect.answer
            elif isinstance(effect, Subscribe):
                self.member = effect.member
            elif isinstance(effect, ForgetAddress):
                self.answers.clear()
                self.member = None


def _actions(replies: tuple[Reply, ...]) -> list[str]:
    """What the buttons carry; those that are links do not come back to us."""
    return [b.action for reply in replies for b in reply.all_buttons if not b.url]


def _check(turn: Turn) -> None:
    """What holds of every answer, whatever led to it."""
    assert turn.replies
    for reply in turn.replies:
        words = plain(reply.text)
        assert words.strip()
        assert "{{" not in words.replace("{{ 7*7 }}", "")
        assert "{%" not in words.replace("{% raw %", "")
        for part in parts(reply.text):
            assert units(part) <= LONGEST * 2
        for button in reply.all_buttons:
            assert 0 < len(button.label) <= 40
            if button.url:
                assert not button.action
                assert button.url.startswith(("https://", "sms:"))
                assert len(button.url) <= 2048
            else:
                assert 0 < len(button.action.encode()) <= 64
    actions = [button.action for button in turn.replies[-1].all_buttons]
    assert any(action in HOME or action.endswith(":drop") for action in actions)


@settings(max_examples=120, suppress_health_check=list(HealthCheck))
@given(st.lists(_moves, min_size=5, max_size=40), st.booleans(), st.booleans())
def test_every_walk_is_answered_and_leads_home(
    library: Library, reader: Reader, moves: list[tuple[str, object]], live: bool, known: bool
) -> None:
    """Thousands of random steps: never an exception, always a way home, never a text too long for
    Telegram or a template left bare, and words of danger always put 112 on the first line.
    """
    walk = Walk(library, reader, live, known)
    for move in moves:
        turn = walk.move(move)
        _check(turn)
        if move[0] == "danger":
            assert "112" in turn.replies[0].text[0].plain


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(_moves, min_size=5, max_size=40))
def test_nothing_is_filed_that_was_not_read_back(
    library: Library, reader: Reader, moves: list[tuple[str, object]]
) -> None:
    """A concern is filed only under its code, as it was read back, masked, and never twice."""
    walk = Walk(library, reader, live=True, known=True)
    for move in moves:
        before = walk.session.draft
        turn = walk.move(move)
        for effect in turn.effects:
            if isinstance(effect, FileConcern):
                assert before is not None
                assert before.question == "code"
                assert before.code
                assert effect.concern.text == before.text
                assert "070-174" not in effect.concern.text
                assert turn.session.draft is None
    keys = [e.concern.key for e in walk.effects if isinstance(e, FileConcern)]
    assert len(keys) == len(set(keys))


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(_moves, min_size=5, max_size=40))
def test_no_question_is_sent_that_was_not_read_back(
    library: Library, reader: Reader, moves: list[tuple[str, object]]
) -> None:
    """A question goes only by the button under the read-back, masked, and at most three a day;
    a need is counted once and never taken back more often.
    """
    walk = Walk(library, reader, live=True, known=True)
    for move in moves:
        before = walk.session.asking
        turn = walk.move(move)
        for effect in turn.effects:
            if isinstance(effect, FileQuestion):
                assert before is not None
                assert effect.question.text == before.text
                assert "070-174" not in effect.question.text
                assert turn.session.asking is None
    questions = [e.question.key for e in walk.effects if isinstance(e, FileQuestion)]
    assert len(questions) == len(set(questions)) <= 3
    for need in Need:
        counted = [-1 if e.back else 1 for e in walk.effects if _counts(e, need)]
        assert sum(counted) in (0, 1)


def _counts(effect: Effect, need: Need) -> TypeGuard[CountNeed]:
    return isinstance(effect, CountNeed) and effect.need is need


def test_danger_interrupts_a_concern_and_the_concern_waits(
    library: Library, reader: Reader
) -> None:
    """Whatever flow the person is in, 112 comes first, and the flow offers to go on."""
    walk = Walk(library, reader, live=True, known=True)
    walk.move(("odd", "concern"))
    walk.move(("press", 0))
    assert walk.session.draft is not None
    for words in DANGER:
        turn = walk.move(("danger", words))
        assert "112" in turn.replies[0].text[0].plain
        assert "resume" in [b.action for b in turn.replies[0].all_buttons]
    assert walk.session.draft is not None


def test_a_double_answer_is_one_answer(library: Library, reader: Reader) -> None:
    """Pressing twice, or on an older message, changes the one answer there is."""
    walk = Walk(library, reader, live=True, known=True)
    for action in ("rsvp:k7p2m:yes", "rsvp:k7p2m:yes", "rsvp:k7p2m:yes:3", "rsvp:k7p2m:maybe"):
        walk.move(("odd", action))
    assert walk.answers == {"k7p2m": Answer("k7p2m", Choice.MAYBE)}
