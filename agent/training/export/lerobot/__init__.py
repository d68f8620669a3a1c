"""Data sets in the layout of LeRobotDataset v3.0, as the package lerobot (0.4) reads and writes it.

Knows that layout. Does not know which steps a data set is made of (agent/training/export/rows.py). Nothing of lerobot is
imported: the layout is Parquet, JSON and PNG, written with DuckDB.
"""
