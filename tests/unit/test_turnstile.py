"""One at a time, in order, and nothing left behind."""

import asyncio

import pytest

from bot.turnstile import Turnstile


async def test_those_who_wait_are_let_in_by_order_of_arrival() -> None:
    """Two messages of one chat are never answered the wrong way round."""
    turnstile, order = Turnstile(), []

    async def enters(number: int) -> None:
        async with turnstile.hold("chat"):
            await asyncio.sleep(0)
            order.append(number)

    await asyncio.gather(*map(enters, range(20)))
    assert order == list(range(20))
    assert len(turnstile) == 0


async def test_different_keys_do_not_wait_for_each_other() -> None:
    """One slow chat holds up nobody else."""
    turnstile = Turnstile()
    async with turnstile.hold("a"), turnstile.hold("b"):
        assert len(turnstile) == 2
    assert len(turnstile) == 0


async def test_an_error_or_a_cancelled_wait_lets_the_next_in() -> None:
    """A turn that fails does not lock a person out."""
    turnstile = Turnstile()
    with pytest.raises(ValueError, match="no"):
        async with turnstile.hold("a"):
            raise ValueError("no")
    async with turnstile.hold("a"):
        waiting = asyncio.create_task(_pass(turnstile))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    await asyncio.wait_for(_pass(turnstile), 60)
    assert len(turnstile) == 0


async def _pass(turnstile: Turnstile) -> None:
    async with turnstile.hold("a"):
        pass
