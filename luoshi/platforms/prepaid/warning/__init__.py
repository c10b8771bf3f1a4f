"""Early warning: what the records of a shop show before it closes. Pure; every finding explained."""
