"""Expert iteration: let a model work through a suite, keep what a check says was done, train on that, and begin again.

Knows runs of suites and trainings as programs with directories: `python -m tasks run` and `python -m agent train` are started
and their files read, so this room imports nothing of the tasks. Each of these programs goes on where it was stopped, and so
does the whole. Does not know models, phones or checks.
"""
