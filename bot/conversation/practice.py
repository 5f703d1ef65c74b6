"""“Äkta eller bluff?”: three short examples at a time, for whoever wants to practise.

Nothing is remembered: a button carries the three examples, which one of them it is about, and
how many answers were right before it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256

from bot.conversation.menu import page_button
from bot.conversation.scene import Rows, Scene, Turn
from bot.domain.message import Text
from bot.knowledge.practice import Item

ROUND = 3
"""Examples in a round; the texts say “av 3”."""
_NUMBERS = tuple(str(number) for number in range(1, ROUND + 1))
_GENUINE = {"g": True, "f": False}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where somebody stands in a round: at example `number`, 1 to 3, with `score` right so far."""

    ids: tuple[str, ...]
    number: int
    score: int

    @property
    def current(self) -> str:
        return self.ids[self.number - 1]

    @property
    def action(self) -> str:
        return f"{_round(self.ids)}:{self.number}:{self.score}"


def press(scene: Scene, ids: str, number: str, score: str, answer: str) -> Turn:
    """Whatever a button of this room carries.

    No ids begin a round, ids alone begin one without those; what no longer fits begins one too.
    """
    items = scene.library.practice(scene.language)
    if not number:
        return _begin(scene, items, "practice.intro", ids)
    place = _place(items, ids, number, score)
    if place is None:
        return _begin(scene, items, "practice.anew", "")
    if answer in _GENUINE:
        return _answered(scene, items, place, genuine=_GENUINE[answer])
    return _asked(scene, items, place)


def begin(scene: Scene) -> Turn:
    """The first of three examples."""
    return press(scene, "", "", "", "")


def draw(items: Mapping[str, Item], chance: str, without: Collection[str] = ()) -> tuple[str, ...]:
    """Three examples in the order that `chance` gives, not all genuine and not all scams.

    The same chance always draws the same. `without` are at most three that were just shown.
    """
    free = (one for one in items if one not in without)
    ranked = sorted(free, key=lambda one: sha256(f"{chance} {one}".encode()).digest())
    chosen = {next(one for one in ranked if items[one].genuine is kind) for kind in (True, False)}
    chosen.add(next(one for one in ranked if one not in chosen))
    return tuple(one for one in ranked if one in chosen)


def _place(items: Mapping[str, Item], ids: str, number: str, score: str) -> _Place | None:
    """What a button says, checked as if a stranger had typed it."""
    chosen = tuple(ids.split("."))
    if len(chosen) != ROUND or len(set(chosen) & set(items)) != ROUND or number not in _NUMBERS:
        return None
    possible = [str(right) for right in range(int(number))]
    return _Place(chosen, int(number), int(score)) if score in possible else None


def _begin(scene: Scene, items: Mapping[str, Item], opening: str, shown: str) -> Turn:
    ids = draw(items, scene.facts.chance, shown.split(".")[:ROUND])
    return _asked(scene, items, _Place(ids, 1, 0), scene.say(opening))


def _asked(scene: Scene, items: Mapping[str, Item], place: _Place, opening: Text = ()) -> Turn:
    item = items[place.current]
    question = scene.say(
        "practice.question",
        number=place.number,
        situation=item.situation,
        channel=item.channel,
        message=item.text,
    )
    genuine = scene.button("practice_genuine", f"{place.action}:g")
    fraud = scene.button("practice_fraud", f"{place.action}:f")
    return scene.turn(scene.reply(opening + question, (genuine, fraud)))


def _answered(scene: Scene, items: Mapping[str, Item], place: _Place, *, genuine: bool) -> Turn:
    """Right or not, why, and the way on; after the third also how the round went."""
    item = items[place.current]
    right = item.genuine is genuine
    said = "practice.right" if right else "practice.wrong"
    text = scene.say(said, genuine=item.genuine, why=item.why)
    score = place.score + right
    if place.number == ROUND:
        text += scene.say("practice.result", score=score)
    return scene.turn(scene.reply(text, *_ways(scene, place, score, item.page)))


def _ways(scene: Scene, place: _Place, score: int, page: str) -> Rows:
    if place.number == ROUND:
        on = scene.button("practice_more", _round(place.ids))
    else:
        on = scene.button("practice_next", _Place(place.ids, place.number + 1, score).action)
    return ((on,), (page_button(scene, page),))


def _round(ids: tuple[str, ...]) -> str:
    return f"pr:{'.'.join(ids)}"
