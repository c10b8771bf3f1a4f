"""Words of projects for templates."""
