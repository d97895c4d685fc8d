"""Storage: one schema, written in SQLAlchemy Core, run on the database's own cursor."""
