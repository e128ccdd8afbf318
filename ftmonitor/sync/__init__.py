"""The engine: what to ask when, how pages become history, and who hears of it.

changes                  what can be announced: ids only
merge schedule link      pure: a page beside what is held; what is due; the state of the connection
board                    what the engine has in mind: streams, gaps, who is on the screen; no I/O
events jobs checkpoints  one page of each -> rows, numbers, summary and cursor, in a transaction of the caller
passes                   asks the source for one thing and has the answer written down
line bells giveway       the connection while it runs; the listeners; older pages that give way to the newest
organization salvage     whose jobs a history holds; what is kept of a damaged one
listener                 hears what other programs write, where no engine runs
runner                   one pass with all that can come of it: news, refusals, a full disk
engine                   the loop
"""
