"""The engine: what to ask when, how pages become history, and who hears of it."""
