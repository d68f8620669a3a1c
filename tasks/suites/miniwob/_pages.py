"""Where MiniWoB++'s pages lie, and the few lines that begin an episode on one and read what came of it.

Knows the pages' own globals (core/core.js of miniwob 1.1.0): Math.seedrandom, core.EPISODE_MAX_TIME, core.startEpisodeReal,
WOB_RAW_REWARD_GLOBAL, WOB_DONE_GLOBAL. Does not know agents.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from devices.errors import MissingDependency

WIDTH, HEIGHT = 160, 210
"""CSS pixels of a task."""
BINDING = "fingertipEpisodeEnded"

BEGIN = """
async ([seed, binding]) => {
  if (typeof core === 'undefined') return null;
  const rest = () => new Promise(done => setTimeout(done, 20));
  for (let turn = 0; turn < 100 && !core.cover_div; turn++) await rest();
  core.EPISODE_MAX_TIME = 2000000000;  // milliseconds; the page's own limit is seconds, and models think for longer
  core.setDataMode('train');
  // What lies beside the task (time, reward) stays out of sight, also where the page focuses something over there.
  document.documentElement.style.overflow = 'hidden';
  const corner = () => { if (scrollX || scrollY) scrollTo(0, 0); };
  addEventListener('scroll', corner);
  Math.seedrandom(seed);
  core.startEpisodeReal();
  // Only the first episode counts: at its end the page says so, and does not offer another one.
  core.startEpisode = () => {
    window[binding](WOB_RAW_REWARD_GLOBAL, String(WOB_REWARD_REASON || ''));
    core.cover_div.innerHTML = 'DONE';
    core.cover_div.onclick = null;
    core.cover_div.style.display = 'block';
  };
  for (let turn = 0; turn < 100 && !WOB_TASK_READY; turn++) await rest();
  corner();
  return core.getUtterance();
}
"""
"""Begins the episode of a seed and returns what is asked for; null where this is no page of MiniWoB++."""


def folder() -> Path:
    """The folder of the pages; raises MissingDependency."""
    found = find_spec("miniwob")
    places = list(found.submodule_search_locations or ()) if found is not None else []
    path = Path(places[0]) / "html" / "miniwob" if places else None
    if path is None or not path.is_dir():
        raise MissingDependency('The suite miniwob needs the package miniwob; run `pip install "fingertip[browser]"`.')
    return path
