"""How a text reached its reader: as sms, mail, letter, call, visit or chat.

Words that say so outright ("Ämne:", "knackade på", "i luren") stand in scam.toml; beside them
weighs what a small model learned of the shape and wording of each.
"""

from collections.abc import Iterable, Mapping, Sequence

from bot.knowledge.pieces import Piece

UNKNOWN = "unknown"
_SAID = 1.2  # points for each thing that says the channel outright
_SAID_MOST = 3  # that count
_OPENING = 28  # characters in which "PostNord:" names a sender
_MOST_LINES, _MOST_SENTENCES, _MOST_DOUBLINGS = 3, 6, 6


def shape(text: str, pieces: Sequence[Piece]) -> frozenset[str]:
    """What the model sees of the outside of a text: its length, its lines, how it opens and ends.

    "=" is in every text and carries what each channel is worth before anything is read.
    """
    keys = [piece.key for piece in pieces]
    sentences = pieces[-1].sentence if pieces else 0
    found = {
        "=",
        f"=size{min(_MOST_DOUBLINGS, (len(pieces) + 1).bit_length() - 1)}",
        f"=lines{min(_MOST_LINES, text.count(chr(10)))}",
        f"=sentences{min(_MOST_SENTENCES, sentences)}",
    }
    found.update(f"={key}.." for key in keys[:1])
    found.update(f"=..{key}.." for key in keys[:3])
    found.update(f"=..{key}" for key in keys[-2:])
    if ":" in text[:_OPENING]:
        found.add("=colon")
    if text[:1].islower():
        found.add("=lower")
    return frozenset(found)


def guess(said: Mapping[str, int], leaning: Mapping[str, float]) -> str:
    """The likeliest channel, or "unknown" for a text that shows nothing.

    Args:
        said: How many times the words of the text say each channel outright.
        leaning: How much its shape and wording lean towards each.
    """
    points = dict(leaning)
    for name, times in said.items():
        points[name] = points.get(name, 0.0) + _SAID * min(_SAID_MOST, times)
    return _highest(points) if said or leaning else UNKNOWN


def _highest(points: Mapping[str, float]) -> str:
    return max(sorted(points), key=lambda name: points[name])


def seen_of(features: Iterable[str], text: str, pieces: Sequence[Piece]) -> frozenset[str]:
    """The wording and the shape of a text together: what the channels are learned from."""
    return shape(text, pieces).union(features)
