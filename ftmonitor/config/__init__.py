"""Settings, profiles and folders: the only reader of the environment.

profiles      a profile as a value, and the name of its history
settings      which profile, made of flags, environment and file
document      the file: its values, and the line each one stands on
schema        what may stand in the file, and as what
credentials   the key, out of the environment or a command
address       which base URLs are good
alerts        what is told of without being asked for, and how
paths         where the file, the data and a history are
terminal      colours and letters, as far as the environment knows
"""
