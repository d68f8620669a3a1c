"""Data sets for training, built from recordings and nothing else: which episodes, which rows, in whose format, on disk.

Knows episodes, dialects and the row formats of other trainers. Does not know models, devices or tasks.
"""

from agent.training.export.choosing import Only
from agent.training.export.formats import Format
from agent.training.export.writing import Made, Wish, write_data_set

__all__ = ["Format", "Made", "Only", "Wish", "write_data_set"]
