"""Makes a bot's calls again with python-telegram-bot, and compares what arrives.

Two libraries by different hands have to put the same call into the same words; where they do
not, one of them (or our own request) is wrong.
"""

import warnings
from collections.abc import Iterable
from dataclasses import dataclass

from telegram import Bot, InputFile, TelegramObject
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from tests.fakes.telegram.calls import Call, Json, Upload
from tests.fakes.telegram.checks import MisreadError, read_value
from tests.fakes.telegram.recorder import Recorder
from tests.fakes.telegram.signatures import Hint, arms, parameters_of, snake, takes_file

# Parameters left out of the comparison when they hold just this, and why.
SAME_AS_ABSENT: dict[tuple[str, str], tuple[Json, str]] = {
    ("getUpdates", "offset"): (0, "no offset means from the first one, which is 0"),
    ("getUpdates", "limit"): (100, "the documented default"),
    ("getUpdates", "timeout"): (0, "the documented default"),
    ("setWebhook", "max_connections"): (40, "the documented default"),
    ("answerCallbackQuery", "cache_time"): (0, "the documented default"),
    ("answerCallbackQuery", "show_alert"): (False, "the documented default"),
    ("setMyCommands", "scope"): ({"type": "default"}, "the documented default"),
}
_NO_METHOD = "no such method in python-telegram-bot"
_AGREED: set[str] = set()  # calls that were compared in this process and are put alike


@dataclass(frozen=True, slots=True)
class Difference:
    """One parameter that the two libraries put differently.

    Attributes:
        method: The Bot API method.
        parameter: Its name; empty when the whole call could not be made.
        ours: What the bot under test sent; None if it sent nothing.
        theirs: What python-telegram-bot sent, or why it sent nothing.
    """

    method: str
    parameter: str
    ours: Json
    theirs: Json


async def replay_with_ptb(calls: Iterable[Call]) -> list[Difference]:
    """Make each call once more with a real `telegram.Bot` against a server that takes anything.

    Calls with the same content are made once in a process. The order does not matter to the
    outcome.

    Returns:
        Every difference between the decoded parameters; empty when the libraries agree.
    """
    found: list[Difference] = []
    distinct = {told: call for call in calls if (told := _told_apart(call)) not in _AGREED}
    async with Recorder() as recorder:
        bot = Bot(
            recorder.token,
            base_url=recorder.url + "/bot",
            request=_request(),
            get_updates_request=_request(),
        )
        async with bot:
            for told, call in distinct.items():
                differences = await _compare(bot, recorder, call)
                found += differences
                if not differences:
                    _AGREED.add(told)
    return found


def _request() -> HTTPXRequest:
    # The loopback is never reached through a proxy that the environment may name, nor encrypted:
    # reading the machine's certificates takes longer than the calls.
    return HTTPXRequest(httpx_kwargs={"trust_env": False, "verify": False})


def _told_apart(call: Call) -> str:
    return f"{call.method} {call.params!r}"


async def _compare(bot: Bot, recorder: Recorder, call: Call) -> list[Difference]:
    known = parameters_of(call.method)
    if known is None:
        return [Difference(call.method, "", call.params, _NO_METHOD)]
    if unknown := call.params.keys() - known.keys():
        return [Difference(call.method, name, call.params[name], None) for name in sorted(unknown)]
    recorder.calls.clear()
    try:
        arguments = {
            name: _as_argument(known[name].hint, value) for name, value in call.params.items()
        }
        await _make(bot, call.method, arguments)
    except (MisreadError, TelegramError, TypeError, ValueError) as error:
        return [Difference(call.method, "", call.params, repr(error))]
    return _differences(call, recorder.calls[-1].params)


async def _make(bot: Bot, method: str, arguments: dict[str, Json]) -> None:
    with warnings.catch_warnings():
        # What the library thinks of an argument is not the question, only what it sends.
        warnings.simplefilter("ignore")
        await getattr(bot, snake(method))(**arguments)


def _differences(call: Call, theirs: dict[str, Json]) -> list[Difference]:
    ours, theirs = _told(call.method, call.params), _told(call.method, theirs)
    return [
        Difference(call.method, name, ours.get(name), theirs.get(name))
        for name in sorted(ours.keys() | theirs.keys())
        if ours.get(name) != theirs.get(name)
    ]


def _told(method: str, params: dict[str, Json]) -> dict[str, Json]:
    """The parameters that say something."""
    return {
        name: value
        for name, value in params.items()
        if SAME_AS_ABSENT.get((method, name), (None, ""))[0] != value
    }


def _as_argument(hint: Hint, value: Json) -> Json:
    """A decoded value as the library's method takes it."""
    if takes_file(hint):
        if isinstance(value, Upload):
            return InputFile(value.content, filename=value.filename)
        return value
    if isinstance(value, list):
        inner = next(arm for arm in arms(hint) if getattr(arm, "__args__", None))
        return [_as_argument(inner.__args__[0], item) for item in value]
    if isinstance(value, dict):
        return _object_of(hint, value)
    return value


def _object_of(hint: Hint, value: dict[str, Json]) -> TelegramObject:
    """Built as the kind that loses nothing."""
    kinds = [arm for arm in arms(hint) if isinstance(arm, type) and issubclass(arm, TelegramObject)]
    for kind in kinds:
        try:
            faults = read_value(kind, value, kind.__name__).faults
        except MisreadError:
            continue
        if not faults:
            return kind.de_json(value, None)
    raise MisreadError(f"none of {[kind.__name__ for kind in kinds]} can be made of {value!r:.80}")
