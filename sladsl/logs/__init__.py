"""Event logs: files in any format become typed streams, with nothing lost in silence.

`schema.py` and `records.py` are what other rooms speak of; `assembling.py` reads all logs of an agreement and
`from_toml.py` its bindings. Nothing is imported here: to check a contract takes the schemas and not the readers.
"""
