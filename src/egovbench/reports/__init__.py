"""Reports: what notebooks show, and how a run becomes a site of HTML pages."""
