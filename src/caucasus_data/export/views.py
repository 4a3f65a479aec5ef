"""Views of a database that answer the common questions, in SQL that SQLite and DuckDB both read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from caucasus_data.export.content import Content
from caucasus_data.export.sql import quoted
from caucasus_data.loading.as_of import series_columns

_SEATS: Final = """
SELECT m.membership_id, m.member_id, a.name AS member, m.organization_id, o.name AS organization, m.type, m.role,
    m.participation, m.start_date, m.start_basis, m.end_date, m.end_basis, m.start_date_earliest, m.end_date_latest
FROM memberships m JOIN actors a ON a.actor_id = m.member_id JOIN actors o ON o.actor_id = m.organization_id
"""

_EVENTS: Final = """
SELECT e.event_id, e.start_date, e.end_date, e.title, e.type, e.start_date_earliest, e.start_date_latest,
    (SELECT group_concat(a.name || ' (' || p.role || ')', '; ')
        FROM participants p JOIN actors a ON a.actor_id = p.actor_id WHERE p.event_id = e.event_id) AS participants
FROM events e
"""

_OBSERVATIONS: Final = """
SELECT * FROM (
    SELECT d.*, row_number() OVER (PARTITION BY {series} ORDER BY d.period_latest DESC, d.dependency_id) AS age_rank
    FROM dependencies d
) AS ranked WHERE age_rank = 1
"""

_CLAIMS: Final = """
SELECT c.claim_id, c.text, c.type, a.name AS claimant, c.made_on, c.topic, c.status, s.publisher, s.title, s.url
FROM claims c JOIN sources s ON s.source_id = c.source_id LEFT JOIN actors a ON a.actor_id = c.claimant_id
"""

_SOURCES: Final = """
SELECT r.row_id, r.stance, r.field, r.source_id, s.publisher, s.title, s.url FROM (
{named}
    UNION ALL SELECT row_id, stance, field, source_id FROM citations
) AS r JOIN sources s ON s.source_id = r.source_id
"""


def create(content: Content) -> Iterator[tuple[str, str, str]]:
    """The name of each view, what a row of it is, and the statement that declares it."""
    series = ", ".join(f"d.{column}" for column in series_columns(content.tables["dependencies"].frame))
    named = "\n    UNION ALL ".join(
        f"SELECT {quoted(table.key[0])} AS row_id, 'supports' AS stance, NULL AS field, source_id "  # noqa: S608
        f"FROM {quoted(name)}"
        for name, table in content.tables.items()
        if len(table.key) == 1 and table.key != ["source_id"] and "source_id" in table.references
    )
    views = {
        "seats": ("A membership with the names of both sides.", _SEATS),
        "events_with_participants": ("An event with all that took part in one cell.", _EVENTS),
        "latest_observations": (
            "The latest observation of each series of dependencies.",
            _OBSERVATIONS.format(series=series),
        ),
        "claims_with_sources": ("A claim with its claimant and the source in which it was read.", _CLAIMS),
        "row_sources": ("A source of a row, its first or a further one.", _SOURCES.format(named=named)),
    }
    for name, (description, statement) in views.items():
        yield name, description, f"CREATE VIEW {quoted(name)} AS {statement.strip()}"
