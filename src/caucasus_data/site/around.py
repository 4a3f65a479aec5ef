"""What happened before and after an event to the same actors."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Final

from caucasus_data.site import words
from caucasus_data.site.record import Record, Row

_SHOWN: Final = 3
"""How many events are shown on either side."""
_REACH: Final = 80
"""Among how many events on either side they are looked for."""
_SHARED: Final = 2
"""How many actors two events have in common to be told together, where the one has so many."""


class Around:
    """The events of a record in their order, and who is concerned by each."""

    def __init__(self, record: Record) -> None:
        events = record.tables["events"]
        self._events = sorted(events.values(), key=lambda e: (words.first_day(e["start_date"]), e["event_id"]))
        self._places = {event["event_id"]: place for place, event in enumerate(self._events)}
        self._actors = {
            event_id: {
                part[column]
                for part in record.named_by(event_id, "participants", "event_id")
                for column in ("actor_id", "on_behalf_of")
                if part.get(column)
            }
            for event_id in events
        }

    def of(self, event_id: str) -> list[Row]:
        """An event between those before and after it that concern the same actors; nothing where there are none."""
        place, own = self._places[event_id], self._actors[event_id]
        before = self._akin(own, reversed(self._events[max(0, place - _REACH) : place]))
        after = self._akin(own, self._events[place + 1 : place + 1 + _REACH])
        return [*reversed(before), self._events[place], *after] if before or after else []

    def _akin(self, own: set[str], events: Iterable[Row]) -> list[Row]:
        """The first of some events that concern the same actors."""
        enough = max(1, min(_SHARED, len(own)))
        return [*islice((e for e in events if len(self._actors[e["event_id"]] & own) >= enough), _SHOWN)]
