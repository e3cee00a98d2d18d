"""A run's site: pages, index, downloads and crate."""
