"""`sladsl schema`: the JSON Schema of an output."""

import click

from sladsl.cli.output import write
from sladsl.report.schema import schema, schema_names


@click.command("schema")
@click.argument("name", type=click.Choice(schema_names()))
def command(name: str) -> None:
    """Print the JSON Schema (draft 2020-12) of an output."""
    write(schema(name), colour="never")
