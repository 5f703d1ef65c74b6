"""Example meetings for try mode: marked as examples, always some days ahead. They, and figures
that were published in try mode, are gone when live.
"""

from bot.clock import Clock
from bot.errors import ContentError
from bot.knowledge.meeting_file import parse_meeting
from bot.knowledge.tables import read_toml
from bot.settings import Settings
from bot.store.database import Tables
from bot.store.store import Store


async def renew_examples(store: Store, settings: Settings, clock: Clock) -> None:
    """Put the examples in, or move those that have passed; erase them all when live.

    Raises:
        ContentError: content/examples.toml is wrong.
    """
    now = clock.now()
    table = read_toml(settings.content_dir / "examples.toml")
    examples = [
        parse_meeting(fields, f"examples.toml, {key}").meeting(key, now, example=True)
        for key, fields in table.items()
        if _is_key(key)
    ]

    def work(tables: Tables) -> None:
        if settings.live:
            tables.meetings.erase_examples()
            tables.figures.erase_trial()
            tables.erased = True
            return
        for meeting in examples:
            stored = tables.meetings.get(meeting.key)
            if stored is None or stored.is_over(now):
                tables.meetings.put(meeting)

    await store.turn(work)


def _is_key(key: str) -> bool:
    if not (key.isascii() and key.isalnum() and key.islower() and len(key) <= 12):
        raise ContentError(f"examples.toml: “{key}” ska vara 1 till 12 små bokstäver och siffror.")
    return True
