"""Which requests are about the same issue, as they come in: clusters, their heat, and days that stand out."""
