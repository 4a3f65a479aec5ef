"""All addresses, asked politely: one at a time of each host, several hosts at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Event
from typing import Final
from urllib.parse import urlsplit

from caucasus_data.contributing.links.asking import PASSING, Answer
from caucasus_data.contributing.links.journal import Journal
from caucasus_data.support.clock import today
from caucasus_data.support.progress import tracked

Question = tuple[str, str]
"""The id of a source, and the address to ask."""

_LONGEST_WAIT: Final = 60.0


@dataclass(frozen=True)
class Manners:
    """How hosts are treated.

    Attributes:
        pause: Seconds between two questions to one host.
        tries: How often an address is asked at most.
        hosts: How many hosts are asked at the same time.
        asked: The one host that is asked, where it is not that of the address.
    """

    pause: float = 2
    tries: int = 3
    hosts: int = 8
    asked: str = ""


def walk(
    questions: Iterable[Question], ask: Callable[[str], Answer], manners: Manners, *, label: str
) -> Iterator[tuple[Question, Answer]]:
    """Ask all addresses, and give each answer as it comes."""
    by_host: defaultdict[str, list[Question]] = defaultdict(list)
    for question in questions:
        by_host[manners.asked or _host(question[1])].append(question)
    answered: SimpleQueue[tuple[Question, Answer] | Exception] = SimpleQueue()
    over = Event()

    def visit(own: list[Question]) -> None:
        try:
            for number, question in enumerate(own):
                if number and over.wait(manners.pause):
                    return
                answered.put((question, _patiently(ask, question[1], manners, over)))
        except Exception as error:  # told to whoever waits for an answer
            answered.put(error)

    total = sum(map(len, by_host.values()))
    with ThreadPoolExecutor(manners.hosts) as pool:
        for own in sorted(by_host.values(), key=len, reverse=True):
            pool.submit(visit, own)
        try:
            for _ in tracked(range(total), label, long=True):
                told = answered.get()
                if isinstance(told, Exception):
                    raise told
                yield told
        finally:
            over.set()
            pool.shutdown(wait=False, cancel_futures=True)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _patiently(ask: Callable[[str], Answer], url: str, manners: Manners, over: Event) -> Answer:
    answer = ask(url)
    for number in range(1, manners.tries):
        if answer.outcome not in PASSING and answer.status != 429:
            break
        if over.wait(min(max(answer.wait, manners.pause * 2**number), _LONGEST_WAIT)):
            break
        answer = ask(url)
    return answer


def reported(
    journal: Journal, questions: Mapping[str, str], ask: Callable[[str], Answer], manners: Manners, *, label: str
) -> Iterator[tuple[Question, Answer]]:
    """Ask what a report does not tell yet, and write each answer into it."""
    open_ones = [(source_id, url) for source_id, url in questions.items() if not journal.knows(source_id, url)]
    for (source_id, url), answer in walk(open_ones, ask, manners, label=label):
        told = {"outcome": answer.outcome, "status": answer.status, "final_url": answer.url, "detail": answer.detail}
        asked_on = today().isoformat()
        journal.add({"source_id": source_id, "url": url, "asked_on": asked_on, **told})
        yield (source_id, url), answer
