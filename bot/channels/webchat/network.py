"""From what part of the net a request comes: never the address itself, and kept nowhere."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from aiohttp import web

PREFIXES = {4: 24, 6: 56}
"""Bits of an address that a household, a library or a street has in common."""


def network_of(request: web.Request) -> str:
    """The part of the net, or nothing where it is not known: a proxy on this machine that does
    not tell, or a network of the house's own.
    """
    address = _address(request.remote or "")
    if address and address.is_loopback:
        told = request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1]
        address = _address(told.strip())
    if address is None or address.is_loopback or address.is_private:
        return ""
    return str(ip_network((address, PREFIXES[address.version]), strict=False))


def _address(written: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(written)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
