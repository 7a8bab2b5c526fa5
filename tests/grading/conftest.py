from hypothesis import settings

# A busy machine is no failure: examples have no deadline of their own.
settings.register_profile("grading", deadline=None)
settings.load_profile("grading")
