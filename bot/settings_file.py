"""The file bot.toml, looked through for names that no setting has, before anything is built."""

import re
import tomllib
from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path

from bot.errors import SettingsError


def check_names(path: Path, known: Collection[str]) -> None:
    """Refuse a file that sets something else than the `known` settings; no file is well.

    Raises:
        SettingsError: the file cannot be read, or the first unknown name and the closest known.
    """
    for name in _names(path):
        if name not in known:
            raise SettingsError(_unknown(path, name, known))


def _names(path: Path) -> Collection[str]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise SettingsError(f"Filen {path} går inte att läsa. Ge boten rätt till den.") from error
    except ValueError as error:
        line = re.search(r"line (\d+)", str(error))
        where = f", rad {line[1]}" if line else ""
        raise SettingsError(
            f'Filen {path}{where} är inte rätt skriven. Skriv till exempel host = "127.0.0.1" '
            "eller port = 8080."
        ) from None


def _unknown(path: Path, name: str, known: Collection[str]) -> str:
    close = get_close_matches(name.lower(), known, n=1)
    cure = f"Menade du {close[0]}?" if close else "Ta bort den, eller se docs/operations.md."
    return f"Inställningen {name} i {path} finns inte. {cure}"
