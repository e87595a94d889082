"""The one boundary to the database: tables, queries and migrations, for SQLite and PostgreSQL."""
