"""Files on disk for the entry points: which of them to look at, how they are decoded, and notebooks as programs."""
