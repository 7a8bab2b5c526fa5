"""What the authors' pages show, worked out from exercises. Pure."""
