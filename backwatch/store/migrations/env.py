"""What Alembic runs. The connection, with its transaction, comes from bring_up_to_date."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
