"""The parts of ``luoshi investment``, a file for each."""
