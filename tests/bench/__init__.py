"""Speed, measured as ratios of CPU taken in turn in one run: `make bench` (never part of the tests)."""
