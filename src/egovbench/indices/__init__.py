"""Published indices: recomputed by the engine, and set beside the scores."""
