"""Delivering webhooks: over the public internet only, without redirects, within seconds."""

import asyncio
import ipaddress
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpx

from procurement.rules.webhooks import Address, may_be_reached

TIMEOUT = 10  # seconds for one try, from the name to the status
PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Parcel:
    """One signed message and where it goes."""

    address: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a try; ``said`` is the status, or why there was none."""

    taken: bool
    said: str


def deliver(rows: Sequence[Sequence[Parcel]], *, loopback: bool = False) -> list[list[Answer]]:
    """Deliver every row in its order up to the first failure; rows do not wait for each other."""

    async def everything() -> list[list[Answer]]:
        return list(await asyncio.gather(*(_row(row, loopback=loopback) for row in rows)))

    return asyncio.run(everything())


async def _row(parcels: Sequence[Parcel], *, loopback: bool) -> list[Answer]:
    answers: list[Answer] = []
    for parcel in parcels:
        answers.append(await _deliver(parcel, loopback=loopback))
        if not answers[-1].taken:
            break
    return answers


async def _deliver(parcel: Parcel, *, loopback: bool) -> Answer:
    try:
        async with asyncio.timeout(TIMEOUT):
            return await _post(parcel, loopback=loopback)
    except TimeoutError:
        return Answer(taken=False, said="timeout")
    except (OSError, ValueError, httpx.InvalidURL):
        return Answer(taken=False, said="unknown name")
    except httpx.HTTPError as error:
        return Answer(taken=False, said=type(error).__name__)


async def _post(parcel: Parcel, *, loopback: bool) -> Answer:
    """The name is looked up once and that very address called: it cannot change in between."""
    url = httpx.URL(parcel.address)
    found = await _addresses(url.raw_host.decode(), url.port or PORTS[url.scheme])
    if not may_be_reached(found, loopback=loopback):
        return Answer(taken=False, said="not a public address")
    trusted = httpx.create_ssl_context()
    async with httpx.AsyncClient(verify=trusted, trust_env=False, timeout=TIMEOUT) as client:
        request = client.build_request(
            "POST",
            url.copy_with(host=f"{found[0]}"),
            headers={**parcel.headers, "host": url.netloc.decode()},
            content=parcel.body,
            extensions={"sni_hostname": url.raw_host.decode()},
        )
        answer = await client.send(request, stream=True)  # what it says is not read
        await answer.aclose()
        return Answer(answer.is_success, f"{answer.status_code}")


async def _addresses(host: str, port: int) -> list[Address]:
    asked = asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ipaddress.ip_address(place[0]) for *_, place in await asked]
