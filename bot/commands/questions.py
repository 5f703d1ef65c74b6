"""What the bot makes of a text: its topic, signs of fraud, danger and personal data."""

import json
import sys
from collections.abc import Callable

import click

from bot.settings import load_settings

Answer = Callable[[str], dict[str, object]]


@click.command()
@click.option("--jsonl", is_flag=True, help="Läs en text per rad som JSON och svara likadant.")
@click.argument("text", nargs=-1)
def check(text: tuple[str, ...], *, jsonl: bool) -> None:
    """Liknar en text bedrägeri? TEXT kan också komma på standard in."""
    from bot.knowledge.scam import ScamCheck

    judge = ScamCheck.load(load_settings().content_dir).judge

    def answer(written: str) -> dict[str, object]:
        verdict = judge(written)
        reasons = [{"sign": one.sign, "quote": one.quote} for one in verdict.reasons]
        return {
            "level": verdict.level,
            "kind": verdict.kind,
            "reasons": reasons,
            "topic": verdict.topic,
        }

    _answer(answer, text, jsonl=jsonl)


@click.command()
@click.option("--jsonl", is_flag=True, help="Läs en fråga per rad som JSON och svara likadant.")
@click.argument("text", nargs=-1)
def ask(text: tuple[str, ...], *, jsonl: bool) -> None:
    """Vilket ämne en fråga hör till."""
    from bot.knowledge.danger import Watch
    from bot.knowledge.find import Finder
    from bot.knowledge.reading import danger_first

    content = load_settings().content_dir
    watch, finder = Watch.load(content), Finder.load(content / "finding")

    def answer(written: str) -> dict[str, object]:
        match = danger_first(watch.read(written), finder.find(written))
        return {"topic": match.topic, "alternatives": list(match.alternatives)}

    _answer(answer, text, jsonl=jsonl)


@click.command()
@click.option("--jsonl", is_flag=True, help="Läs en text per rad som JSON och svara likadant.")
@click.argument("text", nargs=-1)
def screen(text: tuple[str, ...], *, jsonl: bool) -> None:
    """Fara och personuppgifter i en text om otrygghet."""
    from bot.knowledge.danger import Watch
    from bot.knowledge.privacy import Screen, mask
    from bot.knowledge.tables import read_words

    content = load_settings().content_dir
    words = read_words(content / "sv" / "masks.toml")
    watch, personal = Watch.load(content), Screen.load(content)

    def answer(written: str) -> dict[str, object]:
        danger, found = watch.read(written), personal.find(written)
        return {
            "urgent": danger.urgent,
            "violence": danger.violence,
            "suicide": danger.suicide,
            "masked": mask(written, found, words),
            "pii": [
                {"type": one.type, "start": one.start, "end": one.end, "text": one.text}
                for one in found
            ],
        }

    _answer(answer, text, jsonl=jsonl)


def _answer(answer: Answer, words: tuple[str, ...], *, jsonl: bool) -> None:
    """One text, from the arguments or standard input; or a stream, a line for a line."""
    if not jsonl:
        written = " ".join(words) or sys.stdin.read()
        click.echo(json.dumps(answer(written), ensure_ascii=False, indent=2))
        return
    for line in sys.stdin:
        if line.strip():
            click.echo(json.dumps(_line(answer, line), ensure_ascii=False))


def _line(answer: Answer, line: str) -> dict[str, object]:
    """The answer to one line; a bad one is said so, and the stream goes on."""
    try:
        given = json.loads(line)
        return {"id": given["id"], **answer(str(given["text"]))}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        return {"id": None, "error": f"not a line with id and text: {type(error).__name__}"}
