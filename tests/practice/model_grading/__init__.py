"""The model's part of a grade, from the hand-in to the page: a real server of the model, the real client, the
real thread."""
