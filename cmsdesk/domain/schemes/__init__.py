"""What a scheme says, reading it, and whether it is met."""
