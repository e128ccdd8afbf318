"""The questions and verbs that both front ends use.

open                     from a profile to its Monitor
monitor                  Monitor: one profile's; the nouns below as `monitor.jobs`, `monitor.actions`, ...
views results actions    questions about the history; the result file; what is done to jobs
histories                which file a profile's jobs are in
keeper watch             the engine over that file, and over another where it cannot go on; what is looked after beside
saving                   files that the user saves
"""
