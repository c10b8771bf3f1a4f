"""What is done for projects at the command line, each part in a file of its own."""
