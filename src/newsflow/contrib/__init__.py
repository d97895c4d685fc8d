"""Adapters to what hosts use: engines that run deliveries, and web frameworks.

Each module needs the extra of its name, and is imported by whoever uses it.
"""
