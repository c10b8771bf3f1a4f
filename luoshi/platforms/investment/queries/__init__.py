"""Questions of investment."""
