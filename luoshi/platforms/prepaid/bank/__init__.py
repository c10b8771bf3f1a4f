"""The port to a custody bank: statements and confirmations in, payment instructions out. Files, and pure."""
