"""The filter language: text -> predicate over job summaries. For the list on the screen and `jobs --filter`.

    query  := both ("or" both)*                     `|` alone is "or"
    both   := not ("and"? not)*                     `&` alone is "and"; without a word it is "and" too
    not    := ("not" | "-" | "!") not | "(" query ")" | term
    term   := field op value | word | "quoted words"
    op     := `:`  `=`  `!=`  `<`  `<=`  `>`  `>=`
    value  := one ("|" one)*                        alternatives; `a..b` is a range of numbers, ages or days

A word alone is looked for in everything a row has of text. `field:value` is contained in, `field=value` is the whole
of it; `*` stands for anything, upper and lower case are one, and `none` is where there is nothing.

    words.py    text -> words, with where each stands
    fields.py   what can be asked about, and how it is read from a summary
    values.py   numbers, spans of time and days, as people write them
    terms.py    one word -> its test
    parse.py    words -> Query
"""
