"""The local history: one SQLite file for a base URL, organization and project.

store                    Store: opens the file, and the table groups below as `store.jobs`, `store.events`, ...
opening                  how a history is opened: begun, migrated, set aside, only read, stood in for
connecting               connections to a file; the errors of SQLite as sentences
database                 the connections in use, a thread for each; transactions
disk                     folder, file modes, what is damaged and how it is set aside
schema                   append-only migrations
health wreck             whether a large file is whole; what can still be read of a broken one
jobs summaries logs events points checkpoints files gaps cursors actions notes    one table group each: SQL lives there
runs ranks               pure: places in a log that may have gaps; places in a list that grows at the top
pieces                   pure: curves as they are stored, some steps in one BLOB
insert                   many rows in one statement
bindable                 pure: outside text and numbers as SQLite can hold them

In each table group the module's functions take a connection and run inside a transaction of the caller; the class
offers what readers ask for, as coroutines.
"""
