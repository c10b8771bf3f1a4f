"""What ``luoshi investment`` does, a file for each part."""
