"""A colleague's account, as it stands when they have joined."""

from datetime import datetime, timedelta

from bot.domain.staff import Account, Role
from bot.store.database import Tables


def hired(tables: Tables, key: str, role: Role, now: datetime, *, factor: bool = True) -> None:
    """Somebody with a password, and a second factor unless told otherwise."""
    tables.staff.add(Account(key, key.capitalize(), role))
    tables.staff.offer(key, "link", now + timedelta(days=1))
    tables.staff.accept("link", "hash", now)
    if factor:
        tables.staff.set_factor(key, "SEED", 0, ())
