"""What the pages show: pure functions from exercises, attempts and assessments to typed view models."""
