"""The machine's Chromium, one for all tests of a process; each opens profiles of its own in it."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, async_playwright, expect

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
IN_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(PROGRAM is None, reason="this machine has no Chromium"),
    pytest.mark.asyncio(loop_scope="session"),
]
"""What a module whose tests use `browser` is marked with: they share the loop it lives on."""

PATIENCE = 120_000
"""Milliseconds that a test waits for a page at most: a busy machine is no fault."""
expect.set_options(timeout=PATIENCE)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Chromium without a window."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=PROGRAM, args=ARGUMENTS)
        yield browser
        await browser.close()
