"""Large logs: records kept in a database of their own in a temporary folder, read into it column by column."""
