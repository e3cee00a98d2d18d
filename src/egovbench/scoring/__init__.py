"""The scoring engine: framework, normalisation, weights, aggregation, missing values, bounds."""
