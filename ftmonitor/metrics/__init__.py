"""Pure numbers: series out of events, what is left to wait, and curves as cells."""
