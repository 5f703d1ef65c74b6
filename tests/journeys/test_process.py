"""The program as an operator meets it: started, refused in plain words, and stopped."""

import io
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest

from bot.commands.front_door import front_door
from bot.logbook import open_logbook
from tests.conftest import CONTENT
from tests.fakes.live_house import ready_content, with_administrator
from tests.fakes.telegram import TelegramEmulator

ROOT = CONTENT.parent
PATIENCE = 300
"""Seconds before a test gives up; on a busy machine a start takes many."""


def _environment(data: Path, **settings: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"DATA_DIR": str(data), "PORT": "0", "PYTHONUTF8": "1"} | settings


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command said, and its exit status."""

    returncode: int
    stdout: str
    stderr: str


def _run(data: Path, *words: str, given: str = "", **settings: str) -> Ended:
    """A command in a process of its own."""
    ended = subprocess.run(
        [sys.executable, str(ROOT / "bot.py"), *words],
        input=given,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env=_environment(data, **settings),
        cwd=data.parent,
        check=False,
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def _told(data: Path, *words: str, given: str = "", **settings: str) -> Ended:
    """The same within this process, for a new one takes seconds to start."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(os, "environ", _environment(data, **settings))
        patch.setattr(sys, "argv", ["bot.py", *words])
        patch.setattr(sys, "stdin", io.StringIO(given))
        patch.chdir(data.parent)
        status = 0
        try:
            front_door()
        except SystemExit as ended:
            status = int(ended.code or 0)
        finally:
            open_logbook(io.StringIO())
    return Ended(status, out.getvalue(), err.getvalue())


@contextmanager
def _running(data: Path, **settings: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """The bot, once it has said that it is running, with the lines it said."""
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "bot.py")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=_environment(data, **settings),
        cwd=data.parent,
    )
    lines: list[str] = []
    assert process.stdout
    for line in process.stdout:
        lines.append(line.rstrip())
        if "Ctrl-C" in line:
            break
    try:
        yield process, lines
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=PATIENCE)


def test_it_starts_with_nothing_configured_and_says_where_to_open_it(tmp_path: Path) -> None:
    """The first start prints the chat, the console and a login link, and each address answers."""
    with _running(tmp_path / "data") as (process, lines):
        said = "\n".join(lines)
        assert "provläge" in said
        addresses = re.findall(r"http://127\.0\.0\.1:\d+/\S*", said)
        assert len(addresses) == 3
        with urlopen(addresses[0], timeout=PATIENCE) as page:
            shown = page.read().decode()
        assert "Provläge" in shown
        assert "trygghetsboten" in shown
        with urlopen(addresses[2], timeout=PATIENCE) as page:
            assert page.status == 200
        assert (tmp_path / "data" / "bot.db").exists()
        assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE) == 0


def test_it_says_what_it_cannot_read(tmp_path: Path) -> None:
    """An operator without Tesseract is told what to install; nothing else is missing then."""
    with _running(tmp_path / "data", PATH=str(tmp_path)) as (_, lines):
        assert [line for line in lines if "tesseract-ocr-swe" in line]


def test_ctrl_c_stops_it_cleanly(tmp_path: Path) -> None:
    """No traceback on the way out."""
    with _running(tmp_path / "data") as (process, _):
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
        assert "stängd" in out
        assert "Traceback" not in err


def test_a_second_bot_on_the_same_data_is_refused(tmp_path: Path) -> None:
    """Two bots would answer everybody twice (TRUST R17)."""
    with _running(tmp_path / "data"):
        second = _run(tmp_path / "data")
    assert second.returncode == 1
    assert "använder redan mappen" in second.stderr
    assert "Traceback" not in second.stderr


def test_the_commands_work_beside_a_running_bot(tmp_path: Path) -> None:
    """A meeting is added from a file, seen at once, answered for and cancelled."""
    data = tmp_path / "data"
    with _running(data):
        example = _told(data, "meeting", "example").stdout
        (tmp_path / "traff.toml").write_text(example, "utf-8")
        added = _told(data, "meeting", "add", "traff.toml")
        assert added.returncode == 0
        key = re.search(r"nyckeln (\w+)", added.stdout)
        assert key
        assert key[1] in _told(data, "meeting", "list").stdout
        again = _told(data, "meeting", "add", "traff.toml")
        assert again.returncode == 1
        assert f"finns redan, med nyckeln {key[1]}" in again.stderr
        assert _told(data, "meeting", "list").stdout.count("Trygg i vardagen – kaffe") == 1
        assert "inställd" in _told(data, "meeting", "cancel", key[1]).stdout
        assert _told(data, "meeting", "cancel", "zzzzz").returncode == 1
        assert "07.00" in _told(data, "concerns").stdout
        assert "/personal/inbjudan/" in _told(data, "staff", "invite", "Eva", "editor").stdout


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"PORT": "abc"}, "Inställningen PORT"),
        ({"HOST": "999.1.1.1"}, "Adressen 999.1.1.1 finns inte. Ändra HOST"),
        ({"HOST": "192.0.2.1"}, "Adressen 192.0.2.1 hör inte till den här datorn. Ändra HOST"),
        ({"TELEGRAM_TOKEN": "nonsense"}, "Inställningen TELEGRAM_TOKEN"),
        ({"WEBHOOK_URL": "https://x.se/t"}, "WEBHOOK_SECRET saknas"),
        ({"LIVE": "1"}, "Det här saknas"),
        ({"CONTENT_DIR": "nowhere"}, "municipality.toml går inte att läsa. Ändra CONTENT_DIR"),
    ],
)
def test_wrong_settings_are_one_plain_sentence(
    tmp_path: Path, settings: dict[str, str], sentence: str
) -> None:
    """An operator reads what to mend, and never a traceback."""
    refused = _told(tmp_path / "data", **settings)
    assert refused.returncode == 1
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_taken_port_is_said_plainly(tmp_path: Path) -> None:
    """Something else listens there already: the setting to change is named."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = _told(tmp_path / "data", PORT=str(taken.getsockname()[1]))
    assert refused.returncode == 1
    assert "upptagen" in refused.stderr
    assert "PORT=8081" in refused.stderr
    assert "Traceback" not in refused.stderr


def _of_another_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE customers (name)")


def _no_database(path: Path) -> None:
    path.write_bytes(b"Kundlista 2026 " * 100)


def _folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (_of_another_program, "hör till ett annat program. Flytta undan filen"),
        (_no_database, "är ingen databas, eller så är den trasig. Flytta undan filen"),
        (_folder, "Ge boten rätt till filen"),
    ],
)
@pytest.mark.parametrize("words", [(), ("concerns",)])
def test_a_file_that_is_not_ours_is_left_alone(
    tmp_path: Path, make: Callable[[Path], None], sentence: str, words: tuple[str, ...]
) -> None:
    """An operator who points DATA_DIR at the wrong folder loses nothing there, and reads why."""
    data = tmp_path / "data"
    data.mkdir()
    make(data / "bot.db")
    before = (data / "bot.db").read_bytes() if make is not _folder else b""
    refused = _told(data, *words)
    assert refused.returncode == 1
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr
    assert before == ((data / "bot.db").read_bytes() if make is not _folder else b"")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nonsens",), "python bot.py --help"),
        (("meeting", "add"), "FILE saknas. Se: python bot.py meeting add --help"),
        (("meeting", "add", "--odd"), "Det finns inget val --odd"),
        (("staff", "invite", "Eva", "kung"), "ROLE har fel värde"),
        (("meeting", "cancel", "zzzzz"), "Ingen träff har nyckeln zzzzz"),
    ],
)
def test_a_slip_on_the_command_line_is_said_in_swedish(
    tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    """A coordinator who runs a command by hand does not read English."""
    refused = _told(tmp_path / "data", *words)
    assert refused.returncode != 0
    assert sentence in refused.stderr
    assert "Error" not in refused.stderr


def test_a_folder_that_cannot_be_written_is_said_plainly(tmp_path: Path) -> None:
    """A file where the data folder should be, for one."""
    (tmp_path / "data").write_text("not a folder")
    refused = _told(tmp_path / "data")
    assert refused.returncode == 1
    assert "DATA_DIR" in refused.stderr


def test_a_broken_text_names_file_line_and_cure(tmp_path: Path) -> None:
    """A municipality that made a slip of the pen reads where, and nothing is started."""
    broken = tmp_path / "content"
    shutil.copytree(CONTENT, broken)
    page = broken / "sv" / "pages" / "bankid.md"
    page.write_text(page.read_text("utf-8") + "\n\n> citat\n", "utf-8")
    refused = _told(tmp_path / "data", CONTENT_DIR=str(broken))
    assert refused.returncode == 1
    assert "sv/pages/bankid.md" in refused.stderr
    assert "rad" in refused.stderr
    assert not (tmp_path / "data" / "bot.db").exists()


async def test_live_begins_when_everything_is_done(tmp_path: Path) -> None:
    """With all checked the bot goes live: no word of a trial, no link that lets staff in."""
    ready_content(tmp_path / "content")
    await with_administrator(tmp_path / "data")
    settings = {
        "LIVE": "1",
        "PUBLIC_URL": "http://bot.example.se",
        "CONTENT_DIR": str(tmp_path / "content"),
        "PORT": "0",
    }
    with _running(tmp_path / "data", **settings) as (_, lines):
        said = "\n".join(lines)
    assert "skarp drift" in said
    assert "Logga in första gången" not in said
    contacts = tmp_path / "content" / "contacts.toml"
    today = datetime.now(UTC).date().isoformat()
    contacts.write_text(contacts.read_text("utf-8").replace(today, "2020-01-01"), "utf-8")
    with _running(tmp_path / "data", **settings) as (_, lines):
        assert "skarp drift" in "\n".join(lines)


async def test_a_token_that_telegram_does_not_know(tmp_path: Path) -> None:
    """The bot ends with the name of the setting instead of trying for ever."""
    async with TelegramEmulator() as emulator:
        import asyncio

        refused = await asyncio.to_thread(
            _run,
            tmp_path / "data",
            TELEGRAM_TOKEN="123456789:AAwrongwrongwrongwrong",
            TELEGRAM_API=emulator.url,
        )
    assert refused.returncode == 1
    assert "TELEGRAM_TOKEN" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert "AAwrong" not in refused.stderr


def test_streams_of_lines_go_on_past_a_bad_one(tmp_path: Path) -> None:
    """Scripts that ask thousands of questions get an answer a line, in order."""
    lines = '{"id":"1","text":"banken ringde"}\nnot json\n{"id":"2"}\n{"id":"3","text":"träff"}\n'
    answered = _run(tmp_path / "data", "ask", "--jsonl", given=lines).stdout.splitlines()
    assert len(answered) == 4
    assert answered[0].startswith('{"id": "1", "topic"')
    assert '"id": null' in answered[1]
    assert '"id": null' in answered[2]
    screened = _run(tmp_path / "data", "screen", "--jsonl", given=lines).stdout.splitlines()
    assert '"masked": "banken ringde"' in screened[0]


def test_the_same_talk_in_the_terminal(tmp_path: Path) -> None:
    """`bot.py chat` greets, takes numbers for buttons, and ends with the input."""
    talk = _run(tmp_path / "data", "chat", given="1\n1\navsluta\n")
    assert talk.returncode == 0
    assert "Det händer nu" in talk.stdout
    assert "Lägg på" in talk.stdout
