"""Style, script and icon, each under an address that holds the hash of what it contains."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent / "static"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_PICTURES = {".png": "image/png"}
_FOREVER = "public, max-age=31536000, immutable"


class Assets:
    """Every file of static/, read once."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
        self.addresses: Mapping[str, str] = {
            name: f"/utseende/{sha256(content).hexdigest()[:16]}/{name}"
            for name, content in self._files.items()
        }

    def serve(self, path: str) -> web.Response | None:
        """The file at an address, to be kept for good; None where there is none."""
        name = path.rpartition("/")[2]
        if self.addresses.get(name) != path:
            return None
        ending, body = Path(name).suffix, self._files[name]
        headers = {"Cache-Control": _FOREVER}
        if kind := _PICTURES.get(ending):
            return web.Response(body=body, content_type=kind, headers=headers)
        return web.Response(
            body=body, content_type=_TYPES[ending], charset="utf-8", headers=headers
        )
