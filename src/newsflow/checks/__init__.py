"""The built-in checks: the house's own content profiles."""
