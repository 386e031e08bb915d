"""The network that a sign-in comes from, and the block of networks that lots are drawn for."""

import ipaddress


def network_of(peer: str, forwarded_for: str, proxies: int) -> str:
    """The client's IPv4 address, or the /64 of its IPv6 address, which one household has to itself;
    empty where it is not known.

    `peer` is who opened the connection. Behind `proxies` trusted proxies it is the outermost of
    those who knows the client: each appends to X-Forwarded-For whom it got the request from, and
    what stands further to the left was written by the client and may be anything.
    """
    hops = [hop.strip() for hop in forwarded_for.split(",")]
    text = peer if proxies == 0 else hops[-proxies] if len(hops) >= proxies else ""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address) >> 64 << 64, 64)))


def neighbourhood_of(network: str) -> str:
    """The /24 (IPv4) or /48 (IPv6) of what `network_of` says: a block that is given out at once."""
    if not network:
        return ""
    block = ipaddress.ip_network(network)
    return str(block.supernet(new_prefix=24 if block.version == 4 else 48))
