"""What anyone may see of prepaid consumption, and a holder of their own card. Reads only."""
