"""Alembic's entry: runs on the connection that `govpr.storage.migrate` opened."""

from alembic import context

from govpr.storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
