"""What those who run the server need: health, metrics, request ids, backup."""
