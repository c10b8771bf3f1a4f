"""What staff see across platforms: my work, deadlines, cases, search."""
