"""Everything that the phone remembers, in one SQLite file.

Settings (namespace, key, value: all text, as on Android), provider rows (one JSON object each) and files; and snapshots of
all three. What an app shows is a function of this store; what a tap does is a change of it; what a check reads is this store.
"""

from devices.phone.store.database import NAMESPACES, Namespace, NoSnapshot, Row, Store
from devices.phone.store.files import StoreFiles, normalise

__all__ = ["NAMESPACES", "Namespace", "NoSnapshot", "Row", "Store", "StoreFiles", "normalise"]
