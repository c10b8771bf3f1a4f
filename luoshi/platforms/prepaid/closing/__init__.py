"""A shop is wound up: what the acts of its case bring about in cards, claims and ledger."""
