"""A concern followed by its code: how far it has come, what staff answer, something to add, and
taking it back. What is written here is in memory until it is approved, and beside no address.
"""

from dataclasses import replace

from bot.conversation.effects import AddToConcern, WithdrawConcern
from bot.conversation.membership import busy
from bot.conversation.menu import cancelled
from bot.conversation.scene import REACHED_BY, Scene, Turn, one_each
from bot.conversation.session import Adding, Following
from bot.domain.case import Case, ConcernState
from bot.domain.concern import LONGEST_TEXT, MOST_ADDITIONS, Addition
from bot.domain.message import Reply, Text
from bot.domain.sweden import week_of
from bot.knowledge.case_status import case_status
from bot.knowledge.codewords import CODE_SIZE

ROOM = "u"
"""The name of this room's buttons."""


def ask(scene: Scene) -> Turn:
    """Ask for the six words."""
    if scene.session.draft:
        return busy(scene)
    return _ask(scene, scene.say("follow.ask"))


def write(scene: Scene) -> Turn:
    """Words of somebody who was asked for a code, or who follows a concern."""
    following = scene.session.following
    if following is None or not following.key:
        return _opened(scene)
    case = scene.facts.case
    if case is None:
        return _stale(scene)
    if following.at in (Adding.WRITING, Adding.APPROVING):
        return _take_text(scene, following)
    return _show(scene, case)


def press(scene: Scene, nonce: str, verb: str) -> Turn:
    """A button of this room; one that belongs to nothing here says so and does nothing."""
    following, case = scene.session.following, scene.facts.case
    if following is None or following.nonce != nonce:
        return _stale(scene)
    if verb == "drop":
        return left(scene)
    if case is None:
        return ask(scene)
    match verb:
        case "add" if _may_add(case):
            return _at(scene, following, Adding.WRITING, scene.say("follow.add"))
        case "send" if following.at is Adding.APPROVING and _may_add(case):
            return _add(scene, following, case)
        case "withdraw" if case.state is not ConcernState.WITHDRAWN:
            return _ask_withdrawal(scene, following)
        case "yes" if following.at is Adding.WITHDRAWING:
            return _withdraw(scene, following)
    return _show(scene, case)


def left(scene: Scene) -> Turn:
    """Broken off: what was not sent is kept nowhere."""
    return cancelled(replace(scene, session=replace(scene.session, following=None)))


def present(scene: Scene) -> Turn:
    """Where things stand, for a person whose answer may have been lost on the way."""
    case = scene.facts.case
    return _show(scene, case) if case else _stale(scene)


def _opened(scene: Scene) -> Turn:
    """Open the concern of a code, or say plainly why it does not open."""
    spoken, case = scene.facts.coded.spoken, scene.facts.case
    if scene.facts.coded.slowed:
        return _ask(scene, scene.say("follow.slowed"))
    if spoken is None:
        return ask(scene)
    if case:
        return _show(scene, case)
    if spoken.words:
        return _ask(scene, scene.say("follow.wrong"))
    if spoken.number != CODE_SIZE:
        return _ask(scene, scene.say("follow.not_six", number=spoken.number))
    return _ask(scene, scene.say("follow.unknown", words=", ".join(spoken.unknown)[:200]))


def _show(scene: Scene, case: Case, first: Text = ()) -> Turn:
    """How far it has come, in words that do not promise more than was done."""
    following = Following(_nonce(scene), case.key)
    text = case_status(scene.library, case, scene.language)
    open_still = case.state is not ConcernState.WITHDRAWN
    add = (scene.button("follow_add", f"{ROOM}:{following.nonce}:add"),) if _may_add(case) else ()
    away = scene.button("follow_withdraw", f"{ROOM}:{following.nonce}:withdraw")
    rows = one_each(*add, *((away,) if open_still else ()))
    session = replace(scene.session, following=following)
    return Turn(session, (scene.reply(first + text, *rows),))


def _take_text(scene: Scene, following: Following) -> Turn:
    """Mask what points at a person, and read back what would be added."""
    written = scene.incoming.text.strip()
    if not written:
        return _at(scene, following, Adding.WRITING, scene.say("follow.add"))
    if len(written) > LONGEST_TEXT:
        text = scene.say("concern.too_long", longest=LONGEST_TEXT, length=len(written))
        return _at(scene, following, Adding.WRITING, text)
    masked = scene.masked()
    text = scene.say(
        "follow.read_back",
        text=masked,
        masked=scene.hides(masked),
        unreachable=scene.hides(masked, *REACHED_BY),
    )
    following = replace(following, at=Adding.APPROVING, text=masked)
    start = f"{ROOM}:{following.nonce}"
    rows = one_each(
        scene.button("send", f"{start}:send"),
        scene.button("change_text", f"{start}:add"),
        scene.button("cancel", f"{start}:drop"),
    )
    return Turn(replace(scene.session, following=following), (Reply(text, rows),))


def _add(scene: Scene, following: Following, case: Case) -> Turn:
    week = week_of(scene.now)
    addition = Addition(scene.facts.chance, case.key, week, following.text)
    told = replace(case, additions=(*case.additions, addition))
    turn = _show(scene, told, scene.say("follow.added", live=scene.facts.live))
    return replace(turn, effects=(AddToConcern(addition),))


def _ask_withdrawal(scene: Scene, following: Following) -> Turn:
    following = replace(following, at=Adding.WITHDRAWING)
    start = f"{ROOM}:{following.nonce}"
    rows = one_each(
        scene.button("follow_yes", f"{start}:yes"), scene.button("follow_no", f"{start}:show")
    )
    reply = scene.reply(scene.say("follow.withdraw"), *rows)
    return Turn(replace(scene.session, following=following), (reply,))


def _withdraw(scene: Scene, following: Following) -> Turn:
    session = replace(scene.session, following=None)
    effect = WithdrawConcern(following.key, week_of(scene.now))
    return Turn(session, (scene.reply(scene.say("follow.withdrawn")),), (effect,))


def _at(scene: Scene, following: Following, at: Adding, text: Text) -> Turn:
    following = replace(following, at=at, text="")
    back = scene.button("back", f"{ROOM}:{following.nonce}:show")
    drop = scene.button("cancel", f"{ROOM}:{following.nonce}:drop")
    session = replace(scene.session, following=following)
    return Turn(session, (Reply(text, ((back, drop),)),))


def _ask(scene: Scene, text: Text) -> Turn:
    following = Following(_nonce(scene))
    session = replace(scene.session, following=following)
    drop = scene.button("cancel", f"{ROOM}:{following.nonce}:drop")
    return Turn(session, (Reply(text, ((drop,),)),))


def _stale(scene: Scene) -> Turn:
    """A button of something that is no longer followed here."""
    row = (scene.button("have_code", "code"),)
    return scene.turn(scene.reply(scene.say("follow.stale"), row))


def _may_add(case: Case) -> bool:
    return case.state is not ConcernState.WITHDRAWN and len(case.additions) < MOST_ADDITIONS


def _nonce(scene: Scene) -> str:
    following = scene.session.following
    return following.nonce if following else scene.facts.chance[:4]
