"""What ``luoshi hotline`` does, one file a part: each adds its arguments and does it."""
