"""Letters to staff: handed in on the loopback, or refused with a reason."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.errors import PostError
from bot.post import PostOffice


@asynccontextmanager
async def mail_server(heard: list[str], refusal: str = "") -> AsyncIterator[int]:
    """A mail server that keeps what it hears; with a refusal it takes no letter."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 prov\r\n")
        inside = False
        while line := (await reader.readline()).decode().rstrip("\r\n"):
            heard.append(line)
            if inside:
                while (line := (await reader.readline()).decode().rstrip("\r\n")) != ".":
                    heard.append(line)
                writer.write(b"250 taken\r\n")
                inside = False
            elif line == "data":
                writer.write(f"{refusal or '354 go on'}\r\n".encode())
                inside = not refusal
            else:
                writer.write(b"221 bye\r\n" if line.lower() == "quit" else b"250 ok\r\n")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def test_a_letter_is_handed_in() -> None:
    """From the sender in the address, to all, with the words in it; it says a machine wrote it."""
    heard: list[str] = []
    async with mail_server(heard) as port:
        url = f"smtp://127.0.0.1:{port}?from=bot@prov.example"
        office = PostOffice.read(url, "a@prov.example, b@prov.example")
        await office.hand_in("Två väntar", "Hej på er\n")
    assert "mail FROM:<bot@prov.example>" in " ".join(heard)
    assert [line for line in heard if line.startswith("rcpt")] == [
        "rcpt TO:<a@prov.example>",
        "rcpt TO:<b@prov.example>",
    ]
    assert "Auto-Submitted: auto-generated" in heard
    assert any(line.startswith("Subject: =?utf-8?") for line in heard)


async def test_what_is_not_taken_is_told() -> None:
    """A refusal, a server that is not there, and a password that would go in the open."""
    heard: list[str] = []
    async with mail_server(heard, "554 no") as port:
        plain = PostOffice.read(f"smtp://127.0.0.1:{port}", "a@prov.example")
        secret = PostOffice.read(f"smtp://anna:hemligt@127.0.0.1:{port}", "a@prov.example")
        for office in (plain, secret):
            with pytest.raises(PostError):
                await office.hand_in("Ämne", "Text")
    assert "hemligt" not in f"{heard}{secret!r}"
    with pytest.raises(PostError):
        await plain.hand_in("Ämne", "Text")


@pytest.mark.parametrize(
    ("url", "to"),
    [
        ("mejl.kommunen.se", "a@prov.example"),
        ("http://mejl", "a@prov.example"),
        ("smtp://", "a@prov.example"),
        ("smtp://mejl:x", "a@prov.example"),
        ("smtp://mejl", ","),
        ("smtp://mejl", "anna"),
        ("smtp://mejl", "a@prov.example\nBcc: b@prov.example"),
        ("smtp://mejl?from=bot", "a@prov.example"),
    ],
)
def test_a_misspelt_setting_is_refused(url: str, to: str) -> None:
    """Found at the start, not at seven in the morning."""
    with pytest.raises(PostError):
        PostOffice.read(url, to)


def test_the_way_in_is_read_from_one_address() -> None:
    """Ports by kind, signs in a password as in any address, the first reader as sender."""
    office = PostOffice.read("smtps://anna%40prov:h%2Fs@mejl.prov", "a@prov.example")
    assert (office.port, office.is_wrapped, office.sender) == (465, True, "a@prov.example")
    assert (office.user, office.password) == ("anna@prov", "h/s")
    assert PostOffice.read("smtp://mejl:2525", "a@prov.example").port == 2525
