"""Questions asked of projects."""
