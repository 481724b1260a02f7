"""Property tests try the same examples every time: a run says something of the code, not of its luck."""

from hypothesis import settings

settings.register_profile("the same every time", derandomize=True)
settings.load_profile("the same every time")
