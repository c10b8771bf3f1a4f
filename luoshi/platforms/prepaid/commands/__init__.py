"""What is done for prepaid consumption at the command line, each part in a file of its own."""
