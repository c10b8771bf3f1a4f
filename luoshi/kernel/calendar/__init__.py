"""Working days and deadlines, by the State Council's yearly notice and each statute's own unit."""
