"""The filter language: text -> predicate over job summaries."""
