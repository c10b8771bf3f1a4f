"""Questions about prepaid consumption that join or add up."""
