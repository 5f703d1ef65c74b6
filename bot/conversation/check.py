"""“Är det här bluff?”: a text gets a level, reasons in its own words, and one thing to do.

No level says that something is safe. Where a text says too little, three taps ask for the rest;
their buttons carry all that was answered, so nothing is remembered between them.
"""

from dataclasses import replace

from bot.conversation.advice import show
from bot.conversation.effects import CountCheck, CountHelp
from bot.conversation.menu import page_button
from bot.conversation.scene import Rows, Scene, Turn, in_pairs, one_each
from bot.domain.message import Button, Text, Tone
from bot.knowledge.links import defang
from bot.knowledge.loss import Loss
from bot.knowledge.scam import Level, Verdict

WHO = ("bank", "police", "authority", "family", "company", "other")
WHAT = ("code", "money", "link", "home", "remote", "other")
_DANGEROUS = frozenset(WHAT) - {"link", "other"}
# Who has a way of their own to check what is written in their name.
SENDERS = ("authority", "bank", "care", "municipality", "parcel")
_WRITTEN = frozenset({"letter", "mail", "sms", "unknown"})
_LINKED = frozenset({"login_link", "pay_link", "unknown_link", "official_link"})
_NOW = {"call": "calling_now", "visit": "at_door"}
_DONE = {
    "code": "gave_out",
    "money": "i_paid",
    "link": "clicked_link",
    "home": "been_inside",
    "remote": "gave_out",
    "other": "gave_out",
}
_LOST = {
    Loss.CODES: ("gave_out", "i_paid"),
    Loss.CARD: ("lost_card", "gave_out"),
    Loss.MONEY: ("i_paid", "gave_out"),
    Loss.HOME: ("been_inside", "lost_card"),
}
_PAGE = {
    "bank": "phone_bank_fraud",
    "police": "fake_police",
    "authority": "authority_calls",
    "family": "hej_mamma",
    "company": "phone_bank_fraud",
    "other": "phone_bank_fraud",
}


def ask(scene: Scene) -> Turn:
    """Ask for the text; the next words are checked, whatever they are about."""
    session = replace(scene.session, checking=True)
    ways = (scene.button("advice", "list:advice"), scene.button("practice", "pr"))
    reply = scene.reply(scene.say("check.ask"), *one_each(*ways))
    return Turn(session, (reply,))


def answer(scene: Scene) -> Turn:
    """The verdict on the text that was just read."""
    verdict = scene.reading.verdict
    if verdict is None or verdict.too_little:
        return who(scene)
    count = CountCheck(verdict.level, verdict.kind, verdict.channel, verdict.signs)
    if verdict.losses:
        return replace(lost(scene, verdict.losses[0]), effects=(count,))
    rows = (*_ways(scene, verdict), *_rating(scene))
    tone = Tone.ALARM if verdict.level is Level.WARNING else Tone.CALM
    reply = scene.reply(_text(scene, verdict), *rows, tone=tone)
    return scene.turn(reply, effects=(count,))


def lost(scene: Scene, loss: Loss) -> Turn:
    """The steps for what has already happened: advice for beforehand would come too late."""
    page, other = _LOST[loss]
    turn = show(scene, page)
    first = turn.replies[0]
    *rows, home = first.buttons
    text = first.text + scene.say("check.lost", home=loss is Loss.HOME)
    ways = (*rows, *one_each(page_button(scene, other)), home)
    return replace(turn, replies=(replace(first, text=text, buttons=ways, tone=Tone.ALARM),))


def tap(scene: Scene, name: str, what: str, done: str) -> Turn:
    """One of the three taps: who they said they were, what they wanted, and if it is done."""
    if name not in WHO:
        return who(scene)
    if what not in WHAT:
        choices = (scene.button(f"what_{one}", f"k:{name}:{one}") for one in WHAT)
        return scene.turn(scene.reply(scene.say("check.what"), *in_pairs(*choices)))
    if done == "yes":
        return show(scene, _DONE[what])
    if done == "no":
        return _tapped(scene, name, what)
    yes, no = (scene.button(f"done_{word}", f"k:{name}:{what}:{word}") for word in ("yes", "no"))
    return scene.turn(scene.reply(scene.say("check.done"), (yes, no)))


def who(scene: Scene, line: str = "check.who") -> Turn:
    """The first of the three taps, for what says too little or cannot be read."""
    choices = (scene.button(f"who_{name}", f"k:{name}") for name in WHO)
    return scene.turn(scene.reply(scene.say(line), *in_pairs(*choices)))


def rate(scene: Scene, word: str) -> Turn:
    """“Fick du hjälp?”: one tap, counted without text."""
    again = (scene.button("check_again", "check"),)
    human = (scene.button("human", "p:human"),)
    if word == "wrong":
        return scene.turn(scene.reply(scene.say("check.wrong"), human, again))
    helped = word == "yes"
    text = scene.say("check.helped" if helped else "check.not_helped")
    reply = scene.reply(text, *(() if helped else (human,)), again)
    return scene.turn(reply, effects=(CountHelp(helped=helped),))


def _tapped(scene: Scene, name: str, what: str) -> Turn:
    warning = what in _DANGEROUS
    text = scene.say("check.tap_warning" if warning else "check.tap_unsure")
    rows = one_each(page_button(scene, "at_door" if what == "home" else _PAGE[name]))
    tone = Tone.ALARM if warning else Tone.CALM
    whole = text + scene.say("check.automatic")
    return scene.turn(scene.reply(whole, *rows, *_rating(scene), tone=tone))


def _text(scene: Scene, verdict: Verdict) -> Text:
    """The level, then the one thing to do, then why, then who has judged."""
    return (
        _level(scene, verdict)
        + scene.say(_to_do(verdict))
        + _forward(scene, verdict)
        + _reasons(scene, verdict)
        + scene.say("check.automatic")
    )


def _level(scene: Scene, verdict: Verdict) -> Text:
    kind = scene.library.fraud(verdict.kind, scene.language) if verdict.kind else ""
    if verdict.level is Level.WARNING:
        return scene.say("check.warning", kind=kind)
    if verdict.level is Level.UNSURE:
        return scene.say("check.unsure", kind=kind)
    return scene.say("check.no_signs")


def _reasons(scene: Scene, verdict: Verdict) -> Text:
    """At most three, each with the person's own words, broken so that nothing can be tapped."""
    if verdict.level is Level.NO_SIGNS or not verdict.reasons:
        return ()
    given = {f"{name}{n}": "" for n in (1, 2, 3) for name in ("reason", "why")}
    for number, reason in enumerate(verdict.reasons, 1):
        given[f"reason{number}"] = defang(reason.quote)
        given[f"why{number}"] = scene.library.explanation(reason.sign, scene.language)
    return scene.say("check.reasons", sure=verdict.level is Level.WARNING, **given)


def _to_do(verdict: Verdict) -> str:
    """The check that is right for the kind, or else for the sender or the channel."""
    if verdict.kind and verdict.level is not Level.NO_SIGNS:
        return f"check.do_{verdict.kind}"
    if "code_keep" in verdict.signs:
        return "check.do_code"
    if verdict.sender in SENDERS and verdict.channel in _WRITTEN:
        return f"check.do_from_{verdict.sender}"
    return f"check.do_{verdict.channel}"


def _forward(scene: Scene, verdict: Verdict) -> Text:
    suspect = verdict.channel == "sms" and verdict.level is Level.WARNING
    return scene.say("check.forward_sms") if suspect else ()


def _ways(scene: Scene, verdict: Verdict) -> Rows:
    """What may already have happened comes first; then the page about the kind."""
    buttons: list[Button] = []
    if verdict.level is not Level.NO_SIGNS:
        buttons += [page_button(scene, "gave_out"), page_button(scene, _acting(verdict))]
    if verdict.topic and scene.library.page(verdict.topic, scene.language):
        buttons.append(page_button(scene, verdict.topic))
    return one_each(*buttons)


def _acting(verdict: Verdict) -> str:
    """The page for what may be going on: the call, the visit, a link opened or money sent."""
    if verdict.channel in _NOW:
        return _NOW[verdict.channel]
    linked = any(sign in _LINKED or sign.startswith("link_") for sign in verdict.signs)
    return "clicked_link" if linked else "i_paid"


def _rating(scene: Scene) -> Rows:
    yes, no = scene.button("helped_yes", "rate:yes"), scene.button("helped_no", "rate:no")
    return ((yes, no), (scene.button("check_wrong", "rate:wrong"),))
