"""Who stood on which side of an event: states, organizations and authorities, and the pairs of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from caucasus_data.loading.frames import load

if TYPE_CHECKING:
    import pandas as pd

_SIDES: Final = ("state", "international_organization", "de_facto_authority")


def sides_of(version: str | None) -> pd.DataFrame:
    """The states, organizations and authorities that took part in events, themselves or through who acted for them.

    Returns:
        event_id, actor_id and role, each combination once.
    """
    acting, actors = load("participants", version=version), load("actors", version=version)
    if "on_behalf_of" in acting:  # releases before 0.3.0 do not say for whom a person acted
        acting = acting.assign(
            actor_id=acting["on_behalf_of"].where(acting["on_behalf_of"].notna(), acting["actor_id"])
        )
    sides = actors.loc[actors["kind"].isin(_SIDES), "actor_id"]
    return acting.loc[acting["actor_id"].isin(sides), ["event_id", "actor_id", "role"]].drop_duplicates()


def dyads(acting: pd.DataFrame, *, directed: bool = False) -> pd.DataFrame:
    """The pairs of the actors of each event: event_id, actor_a and actor_b, each pair once.

    Args:
        acting: event_id, actor_id and role.
        directed: From each initiator to each recipient, and both ways where an event lacks either; otherwise
            pairs are unordered, actor_a the first in the alphabet.
    """
    import pandas as pd

    actors = acting[["event_id", "actor_id"]].drop_duplicates()
    pairs = actors.merge(actors, on="event_id", suffixes=("_a", "_b"))
    pairs = pairs[pairs["actor_id_a"] != pairs["actor_id_b"]]
    if directed:
        roles = {
            role: acting.loc[acting["role"] == role, ["event_id", "actor_id"]] for role in ("initiator", "recipient")
        }
        begun = roles["initiator"].merge(roles["recipient"], on="event_id", suffixes=("_a", "_b")).drop_duplicates()
        begun = begun[begun["actor_id_a"] != begun["actor_id_b"]]
        pairs = pd.concat([begun, pairs[~pairs["event_id"].isin(begun["event_id"])]])
    else:
        pairs = pairs[pairs["actor_id_a"] < pairs["actor_id_b"]]
    return pairs.rename(columns={"actor_id_a": "actor_a", "actor_id_b": "actor_b"}).reset_index(drop=True)
