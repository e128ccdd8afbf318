"""What the tests stand on."""

TEMPLATES = "FTMONITOR_TESTS_TEMPLATES"
"""The variable that names the folder in which the processes of a run share the histories that tests copy."""
