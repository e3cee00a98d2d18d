"""A run's site: pages, index, downloads and crate, written from what the manifest says."""

PLAN = "plan.json"
MANIFEST = "manifest.json"
INDEX = "index.html"
METHOD = "method.html"
