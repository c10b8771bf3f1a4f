"""What was promised: reports, their editions, and commitments anchored to their sentences."""
