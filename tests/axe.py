"""Pages held to the rules of accessibility that axe knows, at each size that people have."""

from collections.abc import Mapping

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page, ViewportSize

_BY_LOOKS = ("color-contrast", "target-size")
_ENHANCED = ("color-contrast-enhanced", "target-size")
_FAULTS = {"resultTypes": ["violations"]}
ALL = _FAULTS | {"rules": {name: {"enabled": True} for name in _ENHANCED}}
"""Every rule, with contrast held to 7:1."""
WCAG = _FAULTS | {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
"""Every rule of WCAG 2.2 AA, with contrast held to 4.5:1."""
_OTHER_SIZES = (320, 640), (1280, 900)


async def violations(page: Page, rules: Mapping[str, object]) -> list[str]:
    """The rules that the page breaks as it is, each with the first element that does."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE_SCRIPT)
    run = "rules => axe.run(document, rules).then(found => found.violations)"
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in await page.evaluate(run, rules)]


async def faults_at_each_size(page: Page, rules: Mapping[str, object]) -> list[str]:
    """What is wrong with the page on a phone by all rules; and on a narrow phone in the dark and
    on a desktop by those that depend on sizes and colours. Nothing may go sideways.
    """
    phone = page.viewport_size
    assert phone
    found = await violations(page, rules) + await _sideways(page)
    names = _ENHANCED if rules is ALL else _BY_LOOKS
    looks = _FAULTS | {"runOnly": {"type": "rule", "values": names}}
    for width, height in _OTHER_SIZES:
        await page.set_viewport_size(ViewportSize(width=width, height=height))
        await page.emulate_media(color_scheme="dark" if width < phone["width"] else "light")
        found += [f"{width} px: {one}" for one in await violations(page, looks)]
        found += await _sideways(page)
    await page.set_viewport_size(phone)
    return found


async def _sideways(page: Page) -> list[str]:
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{wide} px too wide"] if wide > 0 else []
