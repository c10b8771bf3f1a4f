"""Questions asked of leads, instalments and chains."""
