"""What a run came to: read it, count it, hold it against another, and write it down in five ways.

Knows runs (tasks/results.py) and what is counted. Does not know how an episode is carried out; carries none out.
"""
