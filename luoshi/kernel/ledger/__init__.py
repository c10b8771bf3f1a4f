"""Money that belongs to others, in whole fen: every entry has two sides, is written once and never edited."""
