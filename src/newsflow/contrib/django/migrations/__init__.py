"""Django's migrations for newsflow: one for each version of its tables."""
