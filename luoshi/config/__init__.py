"""The composition root: the one place that knows every app, the environment and the process."""
