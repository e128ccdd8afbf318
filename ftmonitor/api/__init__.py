"""An async client of the fine-tuning API, usable as a library of its own: see `client.Client`."""
