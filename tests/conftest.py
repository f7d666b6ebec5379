"""For all tests: look through memory for litter seldom, ten thousand tests are no litter."""

import gc

gc.set_threshold(20_000, 20, 20)
