"""Dispatch: who runs deliveries, and how an attempt ends."""
