"""What is done for projects at the command line, a file for each part."""
