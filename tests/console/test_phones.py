"""Linking one's own chat: a code from the console, spent once in the chat, and taken back."""

import re
from functools import partial

import pytest

from bot.domain.message import Incoming, plain
from bot.domain.sending import MOST_TESTERS
from bot.domain.staff import Role
from bot.knowledge.reading import Reader
from bot.reception import Reception
from bot.store.database import Tables
from tests.console.house import House, Visitor

PLACE = "/personal/konto/telefoner"


def chat(house: House, reader: Reader) -> Reception:
    """Where residents, and colleagues in their own chats, are heard."""
    return Reception(house.store, house.library, reader, house.clock, live=house.live)


async def say(reception: Reception, text: str, number: int = 7, address: str = "") -> str:
    """What the bot answers one chat."""
    incoming = Incoming(
        "telegram",
        f"{number}:{text}:{address}",
        f"telegram:{number}",
        text=text,
        address=f"telegram:{number}" if not address else address.strip("-"),
        language="sv",
    )
    outcome = await reception.receive(incoming)
    return "\n".join(plain(reply.text) for reply in outcome.replies)


async def code_of(visitor: Visitor) -> str:
    """A new code, as the page shows it."""
    await visitor.submit(PLACE, f"{PLACE}/kod")
    found = re.search(r"koppla ([a-z0-9]{4} [a-z0-9]{4})", (await visitor.get(PLACE)).text)
    assert found
    return found[1]


async def linked(house: House) -> int:
    """How many chats are linked."""
    return await house.store.read(lambda tables: tables.staff_chats.count())


@pytest.mark.parametrize("written", ["koppla {}", "Koppla  {}.", "KOPPLA {}", "koppla {} "])
async def test_a_code_links_the_chat_it_is_written_in_once(
    trial_house: House, reader: Reader, written: str
) -> None:
    """The same code in another chat does nothing, and no file holds it."""
    visitor = await trial_house.inside("anna", Role.EDITOR)
    reception, code = chat(trial_house, reader), await code_of(visitor)
    assert "kopplad till ditt konto" in await say(reception, written.format(code))
    mine = (await trial_house.account("anna")).key
    (held,) = await trial_house.store.read(lambda tables: tables.staff_chats.of(mine))
    assert held.address == "telegram:7"
    assert "Koden stämmer inte" in await say(reception, f"koppla {code}", 8)
    assert "Telegram" in (await visitor.get(PLACE)).words
    assert await linked(trial_house) == 1
    raw = trial_house.store.path.read_bytes()
    assert code.replace(" ", "").encode() not in raw


async def test_a_code_holds_ten_minutes_and_the_newest_alone(
    trial_house: House, reader: Reader
) -> None:
    """A code on a forgotten page links nobody tomorrow."""
    visitor = await trial_house.inside("anna", Role.READER)
    reception = chat(trial_house, reader)
    old, new = await code_of(visitor), await code_of(visitor)
    assert "Koden stämmer inte" in await say(reception, f"koppla {old}")
    trial_house.clock.passed += 601
    assert "Koden stämmer inte" in await say(reception, f"koppla {new}")
    assert "Gör en kod" in (await visitor.get(PLACE)).words
    assert await linked(trial_house) == 0


async def test_five_chats_at_most_in_try_mode(trial_house: House, reader: Reader) -> None:
    """The sixth is told, in the chat and on the page."""
    visitor = await trial_house.inside("anna", Role.EDITOR)
    reception, code = chat(trial_house, reader), await code_of(visitor)
    for number in range(MOST_TESTERS):
        await trial_house.fill(partial(_link, f"telegram:{100 + number}"))
    assert "Fem chattar är redan kopplade" in await say(reception, f"koppla {code}")
    assert await linked(trial_house) == MOST_TESTERS


def _link(address: str, tables: Tables) -> None:
    tables.staff_chats.link(address, "x", "sv")


async def test_a_link_is_taken_back_from_the_page_or_in_the_chat(
    trial_house: House, reader: Reader
) -> None:
    """Only one's own; nothing of the address stays."""
    visitor = await trial_house.inside("anna", Role.EDITOR)
    other = await trial_house.inside("bo", Role.EDITOR)
    reception = chat(trial_house, reader)
    await say(reception, f"koppla {await code_of(visitor)}")
    page = await visitor.get(PLACE)
    found = re.search(r'name="chat" value="([^"]+)"', page.text)
    assert found
    await other.submit(PLACE, f"{PLACE}/bort", chat=found[1])
    assert await linked(trial_house) == 1
    await visitor.send(f"{PLACE}/bort", page.token, chat=found[1])
    assert await linked(trial_house) == 0
    await say(reception, f"koppla {await code_of(visitor)}")
    assert "inte kopplad till något konto" in await say(reception, "koppla bort")
    assert await linked(trial_house) == 0


async def test_a_colleague_who_leaves_takes_the_links_along(
    trial_house: House, reader: Reader
) -> None:
    """An account that is removed can be reached, and reach, no more."""
    visitor = await trial_house.inside("anna", Role.EDITOR)
    await say(chat(trial_house, reader), f"koppla {await code_of(visitor)}")
    boss = await trial_house.inside("chef", Role.ADMINISTRATOR)
    key = (await trial_house.account("anna")).key
    await boss.submit(f"/personal/konton/{key}", f"/personal/konton/{key}/ta-bort", sure="1")
    assert await linked(trial_house) == 0


async def test_words_that_are_no_code_are_heard_as_always(
    trial_house: House, reader: Reader
) -> None:
    """“Koppla in strömmen hos grannen” is a resident's own sentence."""
    reception = chat(trial_house, reader)
    for text in ("koppla in strömmen hos grannen", "koppla", "jag vill koppla bort fibern"):
        said = await say(reception, text)
        assert "konto" not in said
        assert "Koden" not in said
