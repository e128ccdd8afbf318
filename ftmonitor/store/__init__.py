"""The local history: one SQLite file for a base URL, organization and project.

store                    Store: opens the file, and the table groups below as `store.jobs`, `store.events`, ...
database                 the connection, transactions, the one thread; the only importer of sqlite3
disk                     folder, file modes, what is damaged and how it is set aside
schema                   append-only migrations
jobs summaries events points checkpoints gaps cursors actions notes      one table group each: SQL lives there
runs ranks               pure: places in a log that may have gaps; places in a list that grows at the top
bindable                 pure: outside text and numbers as SQLite can hold them

In each table group the module's functions take a connection and run inside a transaction of the caller; the class
offers what readers ask for, as coroutines.
"""
