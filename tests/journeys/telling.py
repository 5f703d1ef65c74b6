"""Somebody who tells a concern on Telegram, whatever is asked on the way."""

from collections.abc import Awaitable, Callable

from tests.fakes.telegram import Chat, TelegramEmulator

NUMBER_FROM = 2**32 + 10**8
"""Numbers from here need five bytes, so that none is found by chance."""
WAY = (
    "Jag har skrivit upp koden",
    "Det stämmer, vidare",
    "Kväll",
    "Ofta",
    "Asarum",
    "Mörkt eller trasig lampa",
    "Börja berätta",
    "Berätta anonymt",
)
"""What is pressed where it stands, the last question first."""
WORDS_ARE_TAKEN = "Skriv egna ord"
"""Stands where a person may write what they want to say."""
MOST = 20
"""Answers in one telling; there are fewer."""


def newcomer(emulator: TelegramEmulator, number: int) -> Chat:
    """Somebody whose every number and name can be looked for afterwards."""
    chat = emulator.chat(
        f"Zebulon{number}Xq", id=NUMBER_FROM + number * 7919, username=f"zeb_xq_{number}"
    )
    chat._next_id = NUMBER_FROM + 10**9 + number * 104_729
    return chat


def marks_of(chat: Chat) -> list[str | int]:
    """All that could tell who it was: ids, names and the ids of messages."""
    return [chat.id, chat.person.first_name, chat.person.username or "", *chat.messages]


async def tells(
    chat: Chat, text: str, pause: Callable[[], Awaitable[object]], patience: float = 60.0
) -> None:
    """Tell a concern to the end, with this text and a `pause` before each answer: whoever answers
    more often than once a second is asked to wait.
    """
    chat.starts()
    pressed: set[str] = set()
    written = False
    for _ in range(MOST):
        shown = await chat.next_reply(patience)
        labels = {button.label for button in shown.buttons}
        await pause()
        label = next((one for one in WAY if one in labels - pressed), None)
        if WORDS_ARE_TAKEN in labels and not written:
            written = True
            chat.types(text)
        elif label:
            pressed.add(label)
            chat.taps(label)
        else:
            return
    raise AssertionError(f"it never came to an end: {chat.last.text}")
