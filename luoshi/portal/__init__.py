"""What anyone sees: the report, its commitments, what was read and how, and the data to take away."""
