"""Carries out what a talk has asked for, in the transaction of its turn."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.conversation.effects import (
    AddToConcern,
    AnswerMeeting,
    CountCheck,
    CountHelp,
    CountNeed,
    Effect,
    FileConcern,
    FileQuestion,
    ForgetAddress,
    JoinQueue,
    LeaveQueue,
    LinkChat,
    PlanCheckIn,
    RateMeeting,
    SpeakTo,
    Subscribe,
    TellLater,
    UnlinkChat,
    WithdrawAnswer,
    WithdrawConcern,
)
from bot.domain.meeting import Choice
from bot.domain.sweden import week_of
from bot.store.database import Tables

if TYPE_CHECKING:
    from bot.custody.sealing import Sealer


def carry_out(
    effect: Effect, tables: Tables, now: datetime, sealer: "Sealer | None" = None
) -> None:
    """Do one thing that a talk has asked for. With a `sealer` the words of a concern are sealed
    before they are kept.
    """
    match effect:
        case AnswerMeeting() | WithdrawAnswer():
            _answer(effect, tables)
        case ForgetAddress(address):
            tables.forget(address)
        case FileConcern() | FileQuestion() | AddToConcern() | WithdrawConcern():
            _file(effect, tables, sealer)
        case PlanCheckIn(address, due, language):
            tables.check_ins.plan(address, due, language)
        case Subscribe(member):
            tables.members.put(member)
        case SpeakTo(address, language):
            tables.members.speak(address, language)
            tables.answers.speak(address, language)
            tables.seats.speak(address, language)
        case JoinQueue() | LeaveQueue() | RateMeeting() | TellLater():
            _note(effect, tables)
        case CountCheck() | CountHelp() | CountNeed():
            _count(effect, tables, now)
        case LinkChat() | UnlinkChat():
            _link(effect, tables)


def _link(effect: LinkChat | UnlinkChat, tables: Tables) -> None:
    if isinstance(effect, LinkChat):
        tables.staff_chats.link(effect.address, effect.account, effect.language)
    else:
        tables.erased |= tables.staff_chats.unlink(effect.address)


def _answer(effect: AnswerMeeting | WithdrawAnswer, tables: Tables) -> None:
    """Who comes waits for no seat any longer."""
    if isinstance(effect, WithdrawAnswer):
        tables.erased |= tables.answers.withdraw(effect.address, effect.meeting)
        return
    tables.answers.put(effect.address, effect.answer, effect.language)
    if effect.answer.choice is Choice.YES:
        tables.seats.leave(effect.address, effect.answer.meeting)


def _file(
    effect: FileConcern | FileQuestion | AddToConcern | WithdrawConcern,
    tables: Tables,
    sealer: "Sealer | None",
) -> None:
    """Keep what somebody said, and nothing beside it, or erase it: the -wal file, in which the id
    of the update stands next to it, is emptied.
    """
    match effect:
        case FileConcern(concern):
            tables.concerns.file(concern, _sealed(concern.text, sealer))
        case AddToConcern(addition):
            sealed = _sealed(addition.text, sealer)
            tables.concerns.add(replace(addition, sealed=sealed))
        case WithdrawConcern(key, week):
            tables.concerns.withdraw(key, week)
        case FileQuestion(question):
            tables.questions.file(question)
    tables.erased = True


def _sealed(text: str, sealer: "Sealer | None") -> bytes | None:
    return sealer.seal(text) if sealer and text else None


def _count(effect: CountCheck | CountHelp | CountNeed, tables: Tables, now: datetime) -> None:
    match effect:
        case CountCheck(kind=kind, channel=channel, signs=signs):
            tables.checks.count(week_of(now), kind, channel, signs)
        case CountHelp(helped=helped):
            tables.checks.count_help(week_of(now), helped=helped)
        case CountNeed(meeting, need, back):
            tables.needs.count(meeting, need, back=back)


def _note(effect: JoinQueue | LeaveQueue | RateMeeting | TellLater, tables: Tables) -> None:
    """A place in a queue, or what is wanted after a meeting."""
    match effect:
        case JoinQueue(address, meeting, number, language):
            tables.seats.join(address, meeting, number, language)
        case LeaveQueue(address, meeting):
            tables.erased |= tables.seats.leave(address, meeting)
        case RateMeeting(address, meeting, verdict):
            tables.aftermath.rate(address, meeting, verdict)
        case TellLater(address, meeting, wants):
            tables.aftermath.want(address, meeting, tell=wants)
