"""A matter from opening to end: declared types, one writer, a chained history, statutory clocks."""
