"""From source documents and tables to the project's own tables."""
