"""Other bodies' answers: readers of their data, crosswalks, and one code from several sources."""
