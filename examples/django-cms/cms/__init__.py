"""A small CMS in Django around newsflow."""
