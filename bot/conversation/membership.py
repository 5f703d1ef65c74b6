"""“Säg till om nya träffar”: asked for in one tap or in words, chosen, changed, and left."""

from dataclasses import replace

from bot.conversation.effects import Subscribe
from bot.conversation.scene import Rows, Scene, Turn, in_pairs, one_each
from bot.domain.membership import Member, News
from bot.domain.message import Button, Text
from bot.knowledge.municipality import District

EVERYWHERE = "all"
"""In a button: the whole municipality."""
OWN = "own"
"""In a button: the device is the person's own."""
CHOSEN = "✓ "
"""Before what is chosen now."""


def offer(scene: Scene) -> Turn:
    """Say first what is kept; whoever gets messages already sees their choices."""
    if scene.facts.member:
        return mine(scene, scene.say("membership.already"))
    if scene.session.draft:
        return busy(scene)
    if not (scene.incoming.address and scene.incoming.address_known):
        return _ask_device(scene)
    return scene.turn(scene.reply(scene.say("membership.offer"), *_where_rows(scene, "")))


def subscribe(scene: Scene, where: str, device: str) -> Turn:
    """Take somebody in, for one district or for all of them."""
    if scene.facts.member or scene.session.draft or not scene.incoming.address:
        return offer(scene)
    if not (scene.incoming.address_known or device == OWN):
        return _ask_device(scene)
    if where == EVERYWHERE:
        return _welcome(scene, ())
    if where in {district.id for district in _districts(scene)}:
        return _welcome(scene, (where,))
    if where == "pick":
        buttons = (Button(d.label(scene.language), _sub(d.id, device)) for d in _districts(scene))
        return scene.turn(scene.reply(scene.say("membership.pick"), *in_pairs(*buttons)))
    return scene.turn(scene.reply(scene.say("membership.where"), *_where_rows(scene, device)))


def borrowed(scene: Scene) -> Turn:
    """Somebody else's device: nothing is kept, and there are other ways."""
    row = (scene.button("meetings", "meetings"),)
    return scene.turn(scene.reply(scene.say("membership.borrowed"), row))


def choices(scene: Scene, part: str, what: str, switch: str) -> Turn:
    """“Mina val”, or one of its two lists with a choice made. A button says what it sets, not
    that it turns something over, so that pressing it twice does one thing.
    """
    member = scene.facts.member
    if member is None:
        return nothing(scene)
    match part:
        case "where":
            return _where(scene, member, what, on=switch != "off")
        case "what":
            return _what(scene, member, what, on=switch != "off")
    return mine(scene)


def mine(scene: Scene, first: Text = ()) -> Turn:
    """What somebody has chosen, as it stands."""
    member = scene.facts.member
    if member is None:
        return nothing(scene)
    rows = one_each(
        scene.button("choose_where", "my:where"),
        scene.button("choose_what", "my:what"),
        scene.button("leave", "stop"),
    )
    return scene.turn(scene.reply(first + as_it_stands(scene, member), *rows))


def nothing(scene: Scene) -> Turn:
    """There is nothing to choose for somebody who gets no messages."""
    row = (scene.button("follow", "follow"),)
    return scene.turn(scene.reply(scene.say("membership.none"), row))


def as_it_stands(scene: Scene, member: Member) -> Text:
    """Where and what, in words."""
    return scene.say(
        "membership.mine",
        places=_places(scene, member),
        invitations=News.INVITATIONS in member.kinds,
        warnings=News.WARNINGS in member.kinds,
        practice=News.PRACTICE in member.kinds,
    )


def busy(scene: Scene) -> Turn:
    """While a concern is told nothing is kept of who tells it: first one, then the other."""
    draft = scene.session.draft
    rows = one_each(
        scene.button("resume", "resume"),
        *((scene.button("cancel", f"c:{draft.nonce}:drop"),) if draft else ()),
    )
    return scene.turn(scene.reply(scene.say("membership.busy"), *rows))


def follow_button(scene: Scene) -> tuple[Button, ...]:
    """The way in, for those who are not in already."""
    return () if scene.facts.member else (scene.button("follow", "follow"),)


def _welcome(scene: Scene, districts: tuple[str, ...]) -> Turn:
    member = Member(scene.incoming.address, scene.language, districts)
    rows = one_each(scene.button("choices", "my"), scene.button("meetings", "meetings"))
    text = scene.say(
        "membership.done",
        places=_places(scene, member),
        channel=scene.incoming.channel,
        live=scene.facts.live,
    )
    return scene.turn(scene.reply(text, *rows), effects=(Subscribe(member),))


def _ask_device(scene: Scene) -> Turn:
    """Before a new address is made on the web: whose device is this?"""
    rows = one_each(
        scene.button("own_device", _sub("where", OWN)),
        scene.button("borrowed_device", "sublend"),
    )
    return scene.turn(scene.reply(scene.say("membership.device"), *rows))


def _where_rows(scene: Scene, device: str) -> Rows:
    everywhere = scene.button("sub_all", _sub(EVERYWHERE, device))
    return one_each(everywhere, scene.button("sub_pick", _sub("pick", device)))


def _where(scene: Scene, member: Member, what: str, *, on: bool) -> Turn:
    """The districts; none chosen is all of them."""
    known = [district.id for district in _districts(scene)]
    chosen = set(member.districts)
    if what == EVERYWHERE:
        chosen = set()
    elif what in known:
        chosen = chosen | {what} if on else chosen - {what}
    kept = tuple(one for one in known if one in chosen)
    changed = replace(member, districts=() if len(kept) == len(known) else kept)
    everywhere = _switch(scene, "sub_all", EVERYWHERE, on=not changed.districts)
    buttons = in_pairs(*(_district_button(scene, changed, one) for one in _districts(scene)))
    rows = ((everywhere,), *buttons, (scene.button("ready", "my"),))
    text = scene.say("membership.pick_where", places=_places(scene, changed))
    return _changed(scene, member, changed, text, rows)


def _what(scene: Scene, member: Member, what: str, *, on: bool) -> Turn:
    """The kinds. The last one stays: whoever wants none of them leaves."""
    chosen = set(member.kinds)
    if what in set(News):
        chosen = chosen | {News(what)} if on else chosen - {News(what)}
    kept = tuple(kind for kind in News if kind in chosen) or member.kinds
    changed = replace(member, kinds=kept)
    said = scene.say("membership.pick_what" if chosen else "membership.last")
    rows = one_each(
        *(_kind_button(scene, changed, kind) for kind in News),
        *(() if chosen else (scene.button("leave", "stop"),)),
        scene.button("ready", "my"),
    )
    return _changed(scene, member, changed, said, rows)


def _changed(scene: Scene, before: Member, after: Member, text: Text, rows: Rows) -> Turn:
    """The same screen with the choice made, kept where it is a new one."""
    reply = scene.reply(text, *rows, replaces=True)
    return scene.turn(reply, effects=(Subscribe(after),) if after != before else ())


def _district_button(scene: Scene, member: Member, district: District) -> Button:
    on = district.id in member.districts
    label = f"{CHOSEN if on else ''}{district.label(scene.language)}"
    return Button(label, f"my:where:{district.id}:{'off' if on else 'on'}")


def _kind_button(scene: Scene, member: Member, kind: News) -> Button:
    on = kind in member.kinds
    button = scene.button(f"news_{kind}", f"my:what:{kind}:{'off' if on else 'on'}")
    return replace(button, label=f"{CHOSEN if on else ''}{button.label}")


def _switch(scene: Scene, key: str, what: str, *, on: bool) -> Button:
    button = scene.button(key, f"my:where:{what}:on")
    return replace(button, label=f"{CHOSEN if on else ''}{button.label}")


def _districts(scene: Scene) -> tuple[District, ...]:
    """Those that people are invited to."""
    return tuple(one for one in scene.library.municipality.districts if one.invited)


def _places(scene: Scene, member: Member) -> str:
    """The chosen districts by name; nothing where it is all of them."""
    return ", ".join(
        one.label(scene.language) for one in _districts(scene) if one.id in member.districts
    )


def _sub(where: str, device: str) -> str:
    return f"sub:{where}:{device}" if device else f"sub:{where}"
