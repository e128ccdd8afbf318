"""Typed modal dialogs; they collect and return a value and never use the network."""
