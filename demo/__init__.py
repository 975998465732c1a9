"""The fictional Army of Aldmark: a whole organisation as a pure function of seed and month."""
