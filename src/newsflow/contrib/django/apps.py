"""The app: what Django reads when ``newsflow.contrib.django`` is installed."""

from __future__ import annotations

from django.apps import AppConfig


class NewsflowConfig(AppConfig):
    """newsflow's tables, commands and checks in a Django project."""

    name = "newsflow.contrib.django"
    label = "newsflow"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        """Register the checks; nothing is opened."""
        from .checks import register_checks  # noqa: PLC0415 - Django is set up by now

        register_checks()
