"""Questions asked of leads and instalments."""
