"""ftmonitor: watch and steer fine-tuning jobs in the terminal.

The rooms, from the ground up; a module imports its own package or what stands above its line here:

    errors                   every exception, as one tree
    text  clock  secret      the gate for outside text, the seam of time, the key that cannot be printed
    turns                    choices that a key goes through, round and round
    jsontext                 JSON as text: split and re-indented without touching a number
    config                   settings, profiles, folders: the only reader of the environment
    models                   jobs, events, checkpoints, files as values
    format  dataset          values -> words; training rows -> faults
    metrics                  series, smoothing, rasters, estimates: pure numbers
    query                    the filter language
    api  store  simulator    the client, the local history, a fine-tuning API of our own
    sources                  what the engine reads from; today the fine-tuning API
    sync                     nothing lost, nothing twice: merge, schedule, engine
    monitor                  the questions and verbs that both front ends use
    cli  ui                  the two front ends
    __main__                 the entry
"""

__version__ = "0.1.0"
