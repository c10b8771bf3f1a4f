"""Questions of the desk. A fixed number of queries each, however many cases and types there are."""
