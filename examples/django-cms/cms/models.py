"""The CMS's own table, written in one transaction with newsflow's."""

from __future__ import annotations

from django.db import models


class Assignment(models.Model):
    """Which desk looks after a story."""

    article = models.CharField(max_length=64, primary_key=True)
    desk = models.CharField(max_length=20, choices=[("harbour", "Harbour")])

    def __str__(self) -> str:
        return f"{self.article} ({self.desk})"
