"""Episodes on disk: written while they happen, read back, checked for alterations.

Everything that other rooms need is here by name; the modules below it are its own business.
"""

from agent.recording.disk import FRAMES, LINES, SEAL
from agent.recording.reading import find_episodes, read_episode, read_frame, read_lines
from agent.recording.recorder import Recorder, append_check, fresh_directory

__all__ = [
    "FRAMES",
    "LINES",
    "SEAL",
    "Recorder",
    "append_check",
    "find_episodes",
    "fresh_directory",
    "read_episode",
    "read_frame",
    "read_lines",
]
