"""What plays: one row of the provider "player". Time is the phone's; nothing sounds.

path        the song, "" for none          paths, place   the queue and where it is in it
playing     1 or 0                         offset, started ms into the song when it was started, and when that was (ms)
shuffle     1 or 0                         repeat         "off", "all", "one"
plain       the queue before it was shuffled      sleep   when to stop (ms), 0 for never
note        the notification's id, 0 for none
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from devices.phone.apps.music import songs
from devices.phone.provider import Memory

PACKAGE = "com.android.music"
_RESTART_MS = 3000
"""Later in a song than this, "previous" goes to its beginning first."""


@dataclass(frozen=True, slots=True)
class Player:
    """The row as a value; see the module's docstring."""

    path: str = ""
    paths: tuple[str, ...] = ()
    place: int = 0
    playing: int = 0
    offset: int = 0
    started: int = 0
    duration: int = 0
    shuffle: int = 0
    repeat: str = "off"
    plain: tuple[str, ...] = field(default=())
    sleep: int = 0
    note: int = 0

    def position(self, now: int) -> int:
        """Milliseconds into the song."""
        return min(self.duration, self.offset + (now - self.started if self.playing else 0))


def milliseconds(moment: datetime) -> int:
    """A moment of the phone's clock since the epoch."""
    return round((moment - datetime(1970, 1, 1)).total_seconds() * 1000)


def load(phone: Memory) -> Player:
    """What plays now."""
    rows = phone.store.rows("player")
    if not rows:
        return Player()
    row = {key: value for key, value in rows[0].items() if key != "_id"}
    return Player(**{**row, "paths": tuple(row.get("paths", ())), "plain": tuple(row.get("plain", ()))})


def save(phone: Memory, player: Player) -> None:
    """Keep it, and let the notification say it."""
    library = {row["path"]: row for row in songs.songs(phone.files)}
    song = library.get(player.path)
    if song is not None and player.playing:
        note = phone.notify(
            {
                "package": PACKAGE,
                "channel": "playback",
                "tag": "player",
                "title": song["title"],
                "text": song["artist"] if song["artist"] != songs.UNKNOWN else song["album"],
                "page": "playing",
                "values": {},
                "ongoing": True,
                "silent": True,
            }
        )
        player = replace(player, note=note)
    elif player.note:
        phone.cancel_notification(player.note)
        player = replace(player, note=0)
    values: dict[str, Any] = {**asdict(player), "paths": list(player.paths), "plain": list(player.plain)}
    if not phone.store.update("player", 1, values):
        phone.store.insert("player", {"_id": 1, **values})


def start(phone: Memory, player: Player, place: int, now: int, playing: bool = True) -> Player:
    """At the beginning of a song of the queue; a song whose file is gone is passed over, and an empty queue plays nothing."""
    library = {row["path"]: row for row in songs.songs(phone.files)}
    there = [path for path in player.paths if path in library]
    if not there:
        return replace(player, path="", paths=(), plain=(), place=0, playing=0, offset=0, duration=0)
    wanted = next((path for path in player.paths[place:] if path in library), there[0])
    plain = tuple(path for path in player.plain if path in library)
    return replace(
        player,
        path=wanted,
        paths=tuple(there),
        plain=plain,
        place=there.index(wanted),
        playing=int(playing),
        offset=0,
        started=now,
        duration=library[wanted]["duration"],
    )


def pause(player: Player, now: int) -> Player:
    """Stand still where it is."""
    return replace(player, offset=player.position(now), playing=0, started=now)


def resume(player: Player, now: int) -> Player:
    """Go on; a song that was over begins anew."""
    offset = 0 if player.offset >= player.duration else player.offset
    return replace(player, offset=offset, playing=int(player.path != ""), started=now)


def skip(phone: Memory, player: Player, by: int, now: int) -> Player:
    """The next or the previous song, around the ends of the queue."""
    if by < 0 and player.position(now) > _RESTART_MS:
        return replace(player, offset=0, started=now)
    return start(phone, player, (player.place + by) % max(1, len(player.paths)), now, playing=True)


def shuffled(phone: Memory, player: Player, on: bool) -> Player:
    """The queue in another order, the current song first; or as it was before."""
    if not on:
        place = player.plain.index(player.path) if player.path in player.plain else 0
        return replace(player, shuffle=0, paths=player.plain or player.paths, place=place, plain=())
    rest = [path for path in player.paths if path != player.path]
    phone.world.stream(f"shuffle/{player.path}/{player.started}").shuffle(rest)
    first = [player.path] if player.path else []
    return replace(player, shuffle=1, plain=player.paths, paths=(*first, *rest), place=0)


def tick(phone: Memory, now: int) -> None:
    """Go on to the next song where one is over; stop for the sleep timer, or where the app was ended."""
    player = load(phone)
    if not player.playing:
        return
    if PACKAGE not in phone.running or (player.sleep and now >= player.sleep):
        save(phone, replace(pause(player, min(now, player.sleep or now)), sleep=0))
        return
    changed = False
    while player.playing and player.duration and player.offset + now - player.started >= player.duration:
        end = player.started + player.duration - player.offset
        changed = True
        if player.repeat == "one":
            player = replace(player, offset=0, started=end)
        elif player.place + 1 < len(player.paths) or player.repeat == "all":
            player = start(phone, player, (player.place + 1) % len(player.paths), end)
        else:
            player = replace(player, playing=0, offset=player.duration, started=end)
    if changed:
        save(phone, player)
