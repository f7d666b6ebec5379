"""What the benches measure against. Each file says what it is."""
