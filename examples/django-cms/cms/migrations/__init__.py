"""The tables of the CMS itself."""
