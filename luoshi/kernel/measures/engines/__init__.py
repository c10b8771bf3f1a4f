"""Where the statement of a measure is run: the database, or an export in DuckDB or Spark."""

from luoshi.kernel.measures.engines.choosing import ENGINES, Engine, open_engine

__all__ = ["ENGINES", "Engine", "open_engine"]
