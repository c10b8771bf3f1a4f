"""Numbers that the law or a city sets, dated and with their source; decisions that explain themselves."""
