"""Checks every call against python-telegram-bot: names, types, and that nothing would be lost."""

import json
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, get_args, get_origin

from telegram import TelegramObject
from telegram.error import TelegramError

from tests.fakes.telegram.calls import Json, Upload
from tests.fakes.telegram.signatures import (
    Hint,
    Parameter,
    arms,
    fields_of,
    parameters_of,
    takes_file,
)


class MisreadError(Exception):
    """A value that is not of the type that was asked for."""


@dataclass(slots=True)
class Reading:
    """A decoded value, and what is wrong with it.

    Attributes:
        faults: All of it.
        unusable: Those faults for which the call must be refused; the others Telegram overlooks.
    """

    value: Json
    faults: list[str] = field(default_factory=list)
    unusable: list[str] = field(default_factory=list)


def read_call(method: str, raw: dict[str, Json]) -> Reading:
    """Decode the fields of a call by the types of its parameters.

    Returns:
        The parameters by name, and every fault: a name unknown to the library, a wrong type, a
        missing parameter, a field that its types would drop.
    """
    known = parameters_of(method) or {}
    reading = Reading({})
    for name, value in raw.items():
        if name in known:
            _take(reading, f"{method}.{name}", name, known[name], value)
        else:
            reading.value[name] = value
            reading.faults.append(f"{method} has no parameter {name}")
    missing = [name for name, needed in known.items() if needed.required and name not in raw]
    reading.unusable += [f"{method} lacks {name}" for name in missing]
    reading.faults += reading.unusable
    return reading


def _take(reading: Reading, where: str, name: str, parameter: Parameter, raw: Json) -> None:
    try:
        read = read_value(parameter.hint, raw, where)
    except MisreadError as error:
        reading.value[name] = raw
        reading.unusable.append(str(error))
    else:
        reading.value[name] = read.value
        reading.faults += read.faults


def read_value(hint: Hint, raw: Json, where: str, *, strict: bool = False) -> Reading:
    """Decode one value; `strict` inside JSON, where a number may not be written as a string.

    Raises:
        MisreadError: No kind that the hint allows fits.
    """
    if takes_file(hint):
        return _read_file(raw, where)
    best: Reading | None = None
    complaints = [MisreadError(f"{where} takes {hint}, not {raw!r:.80}")]
    for arm in _likely(hint, raw, strict=strict):
        try:
            reading = _read_arm(arm, raw, where, strict=strict)
        except MisreadError as error:
            complaints.append(error)
            continue
        if best is None or len(reading.faults) < len(best.faults):
            best = reading
    if best is None:
        # The first kind is the likeliest one, so what it says helps most.
        raise complaints[:2][-1]
    return best


def _likely(hint: Hint, raw: Json, *, strict: bool) -> list[Hint]:
    """The kinds to try: of several objects, those that have a field of what was sent."""
    value = _from_json(raw, strict=strict)
    # An id that looks like a number is one, in whatever order the library names its kinds.
    tried = sorted(arms(hint), key=lambda arm: arm is str)
    if not isinstance(value, dict):
        return tried
    sharing = [arm for arm in tried if _knows(arm, value)]
    return sharing or tried


def _knows(arm: Hint, value: dict[str, Json]) -> bool:
    if not isinstance(arm, type) or not issubclass(arm, TelegramObject):
        return False
    return any(name in fields_of(arm) or hasattr(arm, name) for name in value)


def _read_file(raw: Json, where: str) -> Reading:
    if isinstance(raw, Upload | str):
        return Reading(raw)
    raise MisreadError(f"{where} takes a file, not {raw!r:.80}")


def _read_arm(arm: Hint, raw: Json, where: str, *, strict: bool) -> Reading:
    kind = _kind_of(arm)
    if kind is Literal:
        return _read_plain(raw in get_args(arm), raw, where, arm)
    if isinstance(kind, type):
        if issubclass(kind, str):
            return _read_plain(isinstance(raw, str), raw, where, arm)
        if issubclass(kind, int | float | timedelta | datetime):
            return _read_number(kind, raw, where, strict=strict)
        if issubclass(kind, TelegramObject):
            return _read_object(kind, _from_json(raw, strict=strict), where)
        if issubclass(kind, Sequence):
            return _read_list(get_args(arm)[0], _from_json(raw, strict=strict), where)
    raise MisreadError(f"{where} takes {arm}, not {raw!r:.80}")


def _kind_of(arm: Hint) -> Hint:
    origin: Hint = get_origin(arm)
    return arm if origin is None else origin


def _read_plain(fits: bool, raw: Json, where: str, arm: Hint) -> Reading:
    if not fits:
        raise MisreadError(f"{where} takes {arm}, not {raw!r:.80}")
    return Reading(raw)


def _from_json(raw: Json, *, strict: bool) -> Json:
    if strict or not isinstance(raw, str):
        return raw
    try:
        return json.loads(raw)
    except ValueError:
        return raw


def _read_number(kind: type, raw: Json, where: str, *, strict: bool) -> Reading:
    value = _from_json(raw, strict=strict)
    whole = isinstance(value, int) and not isinstance(value, bool)
    fits = isinstance(value, bool) if kind is bool else whole
    if not fits and not (isinstance(value, float) and kind in {float, timedelta}):
        raise MisreadError(f"{where} takes {kind.__name__}, not {raw!r:.80}")
    return Reading(value)


def _read_list(hint: Hint, raw: Json, where: str) -> Reading:
    if not isinstance(raw, list):
        raise MisreadError(f"{where} takes a list, not {raw!r:.80}")
    items = [read_value(hint, item, f"{where}[{at}]", strict=True) for at, item in enumerate(raw)]
    return Reading([item.value for item in items], [f for item in items for f in item.faults])


def _read_object(kind: type[TelegramObject], raw: Json, where: str) -> Reading:
    if not isinstance(raw, dict):
        raise MisreadError(f"{where} takes {kind.__name__}, not {raw!r:.80}")
    try:
        built = kind.de_json(deepcopy(raw), None)
    except (TypeError, KeyError, ValueError, AttributeError, TelegramError) as error:
        raise MisreadError(f"{where} is no {kind.__name__}: {error!r}") from error
    faults = [f"{where}: {loss}" for loss in losses(raw, built.to_dict())]
    fields = fields_of(type(built))
    for name, value in raw.items():
        if name not in fields and not hasattr(type(built), name):
            faults.append(f"{where}: {type(built).__name__} has no field {name}")
        elif name in fields:
            faults += read_value(fields[name], value, f"{where}.{name}", strict=True).faults
    return Reading(raw, faults)


def losses(before: Json, after: Json, where: str = "") -> Iterator[str]:
    """What stands in `before` and not, or otherwise, in `after`; what was added does not count."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name, value in before.items():
            # The library leaves empty lists out, and an absent list is an empty one.
            if name in after or value != []:
                yield from losses(value, after.get(name), f"{where}.{name}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for at, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from losses(one, other, f"{where}[{at}]")
    elif before != after:
        yield f"{where or 'the whole'} was {before!r:.80} and became {after!r:.80}"


def checked(made: TelegramObject) -> dict[str, Json]:
    """Something the emulator made, as JSON values, after its own types have read it back.

    Raises:
        AssertionError: The library reads it otherwise: a fault of the emulator.
    """
    written = made.to_dict()
    again = type(made).de_json(deepcopy(written), None).to_dict()
    if again != written:
        found = [*losses(written, again), *losses(again, written)]
        raise AssertionError(f"{type(made).__name__} is not read back as written: {found}")
    return written
