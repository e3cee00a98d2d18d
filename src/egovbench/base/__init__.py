"""What every part stands on: errors, files, paths, schemas, parameters."""
