"""What the engine reads from; one file a source."""
