"""A person shows how it is done: works a device by hand, and each touch becomes a step of an ordinary episode.

Knows touches and keys, what they mean as actions, and how they are recorded. Does not know models. Only window.py and
screen.py know Qt.
"""

from agent.demonstration.demonstration import Demonstration, Person
from agent.demonstration.wishes import Do, Leave, Say, Wish

__all__ = ["Demonstration", "Do", "Leave", "Person", "Say", "Wish"]
