"""What platforms share. It knows no platform."""
