"""One address, asked once: what answers there, however odd the answer is."""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from caucasus_data.model import package

Outcome = Literal["answers", "moved", "refused", "gone", "broken", "unreachable", "too_slow", "loops", "unsafe", "odd"]

DEAD: Final = frozenset({"gone", "unreachable", "loops", "unsafe", "odd"})
"""Outcomes that a person should look at; a server that is broken, slow or shut to programs may be well tomorrow."""
PASSING: Final = frozenset({"broken", "unreachable", "too_slow"})
"""Outcomes worth a second try at once."""

_MOST_HOPS: Final = 10
_LONGEST_ADDRESS: Final = 4_000
_LARGEST_BODY: Final = 100_000
_MOVED, _FOR_GOOD, _GONE = {301, 302, 303, 307, 308}, {301, 308}, {404, 410}


class Answer(NamedTuple):
    """What became of a question.

    Attributes:
        outcome: In a word.
        status: Of the last answer, if there was one.
        url: Where it was given, after all redirects.
        detail: What went wrong, if anything did.
        wait: Seconds that the server asks to wait before the next question.
        body: The beginning of what was sent, if it was wanted.
    """

    outcome: Outcome
    status: int | None
    url: str
    detail: str = ""
    wait: float = 0
    body: bytes = b""


class UnsafeError(Exception):
    """A redirect leads where no source stands."""


@dataclass(frozen=True)
class Asker:
    """How addresses are asked.

    Attributes:
        seconds: How long an answer may take, from the first byte to the last that is read.
        agent: What the asker calls itself.
    """

    seconds: float = 20
    agent: str = f"{package.NAME}/{package.VERSION} (link check; {package.REPOSITORY or 'open data'})"

    def ask(self, url: str, *, body: bool = False) -> Answer:
        """Ask an address, and follow where it sends, a number of times."""
        seen, for_good = set[str](), False
        status: int | None = None
        try:
            home = urlsplit(url).hostname
            while True:
                if url in seen or len(seen) > _MOST_HOPS:
                    return Answer("loops", status, url, f"sends from one address to the next {len(seen)} times")
                seen.add(url)
                status, headers, content = self._get(url, home, body=body)
                place = headers.get("Location")
                if status not in _MOVED or place is None:
                    return _judged(status, url, headers, content, moved=for_good)
                for_good |= status in _FOR_GOOD
                url = urljoin(url, _plain(place))
        except UnsafeError as error:
            return Answer("unsafe", status, url, str(error))
        except TimeoutError:
            return Answer("too_slow", status, url, f"no whole answer in {self.seconds:g} s")
        except socket.gaierror:
            return Answer("unreachable", status, url, "there is no such host")
        except ssl.SSLError as error:
            return Answer("unreachable", status, url, f"no secure connection: {error.reason or error}")
        except OSError as error:
            return Answer("unreachable", status, url, error.strerror or type(error).__name__)
        except (http.client.HTTPException, ValueError) as error:
            return Answer("odd", status, url, f"answers with what is no HTTP: {type(error).__name__}")

    def _get(self, url: str, home: str | None, *, body: bool) -> tuple[int, http.client.HTTPMessage, bytes]:
        parts = urlsplit(url)
        host = _host(parts, home)
        made: type[http.client.HTTPConnection] = (
            http.client.HTTPSConnection if parts.scheme == "https" else (http.client.HTTPConnection)
        )
        connection = made(host, parts.port, timeout=self.seconds)
        over = threading.Event()

        def end() -> None:
            over.set()
            with suppress(OSError, AttributeError):
                connection.sock.shutdown(socket.SHUT_RDWR)  # whoever sends a byte now and then is cut off

        bell = threading.Timer(self.seconds, end)
        bell.daemon = True
        bell.start()
        try:
            connection.request("GET", _target(parts), headers={"User-Agent": self.agent, "Accept": "*/*"})
            response = connection.getresponse()
            return response.status, response.msg, response.read(_LARGEST_BODY) if body else b""
        except (OSError, http.client.HTTPException, ValueError) as error:
            if over.is_set():
                raise TimeoutError from error
            raise
        finally:
            bell.cancel()
            connection.close()


def _judged(status: int, url: str, headers: http.client.HTTPMessage, body: bytes, *, moved: bool) -> Answer:
    asked = re.fullmatch(r"[0-9]{1,6}", headers.get("Retry-After", "").strip(), re.ASCII)
    wait = float(asked[0]) if asked else 0
    if 200 <= status < 300:
        return Answer("moved" if moved else "answers", status, url, body=body)
    if status in _GONE:
        return Answer("gone", status, url)
    if status >= 500:
        return Answer("broken", status, url, wait=wait)
    if 400 <= status < 500:
        return Answer("refused", status, url, wait=wait)
    return Answer("odd", status, url, f"status {status} without a place to go")


def _plain(place: str) -> str:
    """What a Location says, without what no address holds."""
    if len(place) > _LONGEST_ADDRESS:
        raise UnsafeError(f"sends to an address of {len(place)} characters")
    text = place.encode("latin-1", "replace").decode("utf-8", "replace")  # http.client reads bytes as Latin-1
    if not text.isprintable():
        raise UnsafeError("sends to an address with control characters")
    return text.strip()


def _host(parts: SplitResult, home: str | None) -> str:
    """The host of an address, if a source may stand there: on the web, and not inside whoever asks."""
    host = parts.hostname
    if parts.scheme not in ("http", "https") or not host:
        raise UnsafeError(f"sends to {parts.scheme or 'no'} address, not to the web")
    if parts.username is not None:
        raise UnsafeError("sends to an address with a password")
    if host != home:
        for *_, (address, *_) in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM):
            if not ipaddress.ip_address(str(address).partition("%")[0]).is_global:
                raise UnsafeError(f"sends to {host}, which is no public host")
    return host.encode("idna").decode() if not host.isascii() else host


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="%/:=&~+!$,;'@()*")
    return f"{path}?{quote(parts.query, safe='%/:=&?~+!$,;@()*')}" if parts.query else path
