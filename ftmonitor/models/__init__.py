"""Jobs, events, checkpoints and files as values. Importing this package imports none of its modules.

phase                       a status word -> what it means to us
summary                     what a list row shows of a job; no pydantic
source                      the protocol the engine reads through
rows                        objects of a page as rows, with an id to know each by
log                         one line of an event log
method                      how a job trains: hyperparameters, grader
base job event checkpoint file model            pydantic values, lenient with the unknown
"""
