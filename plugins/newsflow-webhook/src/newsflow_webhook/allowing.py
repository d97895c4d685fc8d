"""Which addresses may be sent to: the public internet, and what a house adds."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import TypeAlias

import attrs

from newsflow.errors import InvalidValueError

from .target import PORTS, Address, Target, host_name

Network: TypeAlias = IPv4Network | IPv6Network

# The registries of special-purpose addresses (RFC 6890, IANA) rather than what the
# interpreter knows of them, which differs from one to the next.
_SPECIAL_4 = (
    IPv4Network("0.0.0.0/8"),
    IPv4Network("10.0.0.0/8"),
    IPv4Network("100.64.0.0/10"),
    IPv4Network("127.0.0.0/8"),
    IPv4Network("169.254.0.0/16"),
    IPv4Network("172.16.0.0/12"),
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.0.2.0/24"),
    IPv4Network("192.31.196.0/24"),
    IPv4Network("192.52.193.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv4Network("192.168.0.0/16"),
    IPv4Network("192.175.48.0/24"),
    IPv4Network("198.18.0.0/15"),
    IPv4Network("198.51.100.0/24"),
    IPv4Network("203.0.113.0/24"),
    IPv4Network("224.0.0.0/4"),
    IPv4Network("240.0.0.0/4"),
)
# All that lies outside is special; so are its parts for protocols and documentation.
_GLOBAL_6 = IPv6Network("2000::/3")
_SPECIAL_6 = (
    IPv6Network("2001::/23"),
    IPv6Network("2001:db8::/32"),
    IPv6Network("2620:4f:8000::/48"),
    IPv6Network("3fff::/20"),
)
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address


@attrs.frozen
class AllowList:
    """What a house lets us send to beside the public internet."""

    networks: tuple[Network, ...] = ()
    hosts: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Tell whether there is anything on it."""
        return bool(self.networks or self.hosts)

    def holds(self, host: str, address: Address) -> bool:
        """Tell whether an address is on it, by itself or by the name of its host.

        A name never lets us at addresses that no service has: link-local ones, where
        the metadata of clouds are served, multicast, and those of no use.
        """
        plain = _unmapped(address)
        if any(plain in network for network in self.networks):
            return True
        odd = plain.is_link_local or plain.is_multicast or plain.is_unspecified
        return host in self.hosts and not odd


def allow_list(entries: Iterable[str]) -> AllowList:
    """Read an allow-list: networks such as ``10.1.0.0/16``, addresses, host names.

    Raises:
        InvalidValueError: an entry is none of them.
    """
    networks: list[Network] = []
    hosts: set[str] = set()
    for entry in entries:
        network, name = _network(entry), host_name(entry)
        if network is not None:
            networks.append(network)
        elif name is not None:
            hosts.add(name)
        else:
            allowed = "made of networks (10.1.0.0/16), addresses and host names"
            raise InvalidValueError("allow", entry, allowed)
    return AllowList(tuple(networks), frozenset(hosts))


def objection(
    target: Target, address: Address, *, allow: AllowList, ports: frozenset[int]
) -> str | None:
    """Say why nothing may be sent to *address*, where the target's host leads."""
    public, held = is_public(address), allow.holds(target.host, address)
    if not public and not held:
        return (
            f"{_led(target, address)}, which is not on the public internet; if it is a "
            "service of the house, put its network or its name into allow"
        )
    if target.scheme == "http" and not (held and not _by_name_alone(address, allow)):
        return f"{_led(target, address)}, which has to be https"
    if held or target.port == PORTS["https"] or target.port in ports:
        return None
    return f"{target} has an odd port; put it into ports if that is right"


def is_public(address: Address) -> bool:
    """Tell whether an address is on the public internet, and whatever it wraps as well.

    An IPv6 address may carry an IPv4 one which a gateway takes out again.
    """
    match _unmapped(address):
        case IPv4Address() as plain:
            return not any(plain in network for network in _SPECIAL_4)
        case IPv6Address() as plain:
            inner = _inner(plain)
            if inner is not None:
                return is_public(inner)
            special = any(plain in network for network in _SPECIAL_6)
            return plain in _GLOBAL_6 and not special


def address_of(text: str) -> Address:
    """Read an address as a resolver gives it, without the zone of a local one."""
    return ip_address(text.partition("%")[0])


def _by_name_alone(address: Address, allow: AllowList) -> bool:
    """Tell that only a name lets us at an address out on the public internet."""
    plain = _unmapped(address)
    inside = any(plain in network for network in allow.networks)
    return is_public(address) and not inside


def _unmapped(address: Address) -> Address:
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _inner(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.sixtofour


def _network(entry: str) -> Network | None:
    try:
        return ip_network(entry)
    except ValueError:
        return None


def _led(target: Target, address: Address) -> str:
    return str(target) if target.literal is not None else f"{target} leads to {address}"
