"""How alembic reaches the database: through the connection it is handed, or a new one as the owner."""

from alembic import context
from sqlalchemy import Connection, create_engine

from procurement.store.access import database
from procurement.store.migrations import tables


def run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=tables())
    with context.begin_transaction():
        context.run_migrations()


if connection := context.config.attributes.get("connection"):
    run(connection)
else:
    with database() as urls, create_engine(urls.owner).connect() as connection:
        run(connection)
