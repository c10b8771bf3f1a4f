"""What must hold before a project takes a step, as named conditions of law. Pure functions of the case."""
