"""What Maps knows of kinds of places, and the names of streets. Sentences are English; world.say() translates them."""

from __future__ import annotations

from dataclasses import dataclass

STREETS = (
    "Harbour Road", "Chapel Lane", "Linden Road", "King Street", "Museum Street", "Baker Lane", "Hill Road", "Lake Street",
    "Cedar Street", "Tower Road", "Willow Lane", "School Street", "Rose Street", "Weaver Lane", "Castle Road", "Birch Street",
    "Quarry Road", "Abbey Street", "Canal Street", "Foundry Lane", "Poplar Road", "Ferry Lane", "Meadow Road", "Spring Street",
    "Cooper Lane", "Granary Street", "Juniper Street", "Hazel Lane", "Copper Street", "Dock Road", "Field Lane", "Smith Street",
    "Thatcher Lane", "Ash Street", "Falcon Road", "Heron Lane", "Ivy Street", "Kiln Road", "Laurel Street", "Mason Lane",
    "Nutmeg Street", "Otter Lane", "Pepper Street", "Quince Road", "Raven Street",
)  # fmt: skip
AVENUES = (
    "Central Avenue", "River Avenue", "Union Avenue", "College Avenue", "Victory Avenue", "Liberty Avenue", "Park Avenue",
    "Northern Avenue", "Grand Avenue", "Republic Avenue", "Pioneer Avenue", "Diagonal Avenue",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """hours: when it opens and closes in minutes of the day, or None where it never closes. price: 0 where there is none."""

    hours: tuple[int, int] | None
    price: int = 0
    about: str = ""


KINDS = {
    "cafe": Kind((7 * 60, 19 * 60), 1, "Coffee, cakes and a quiet corner"),
    "restaurant": Kind((11 * 60, 23 * 60), 2, "Lunch and dinner, also to take away"),
    "bakery": Kind((6 * 60, 18 * 60), 1, "Bread and pastries, fresh every morning"),
    "supermarket": Kind((8 * 60, 22 * 60), 0, "Groceries and household goods"),
    "pharmacy": Kind((8 * 60, 20 * 60), 0, "Medicine and advice"),
    "hospital": Kind(None, 0, "Emergency care day and night"),
    "hotel": Kind(None, 2, "Rooms with breakfast"),
    "park": Kind(None, 0, "Lawns, old trees and playgrounds"),
    "museum": Kind((10 * 60, 18 * 60), 1, "Permanent collection and changing exhibitions"),
    "cinema": Kind((14 * 60, 24 * 60), 1, "New films on four screens"),
    "theatre": Kind((17 * 60, 23 * 60), 2, "Drama, comedy and guest performances"),
    "library": Kind((9 * 60, 19 * 60), 0, "Books, newspapers and reading rooms"),
    "gym": Kind((6 * 60, 22 * 60), 1, "Weights, courses and a sauna"),
    "bank": Kind((9 * 60, 16 * 60), 0, "Branch with cash machines"),
    "post office": Kind((9 * 60, 18 * 60), 0, "Letters and parcels"),
    "school": Kind((8 * 60, 16 * 60), 0, "Open to visitors by arrangement"),
    "station": Kind(None, 0, "Trains and trams"),
    "airport": Kind(None, 0, "Arrivals and departures"),
    "home": Kind(None),
    "office": Kind((8 * 60, 19 * 60)),
}  # fmt: skip
"""kind of a spot -> what such places have in common."""
