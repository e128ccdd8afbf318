"""The scripting command line; starts without Textual.

main        what was asked for -> an exit code
arguments   words and options -> a typed value
manual      the texts of --help
context     what every command is given: settings, output, talk, a client
output      the only writer of stdout; table and sheet are the pure parts of it
talk        the only writer of stderr
jobs show events metrics checkpoints results actions simulate       one command group each
plot        `metrics --plot`: charts as text
follow      `events --follow`, through the history
"""
