"""What no single app can prove."""
