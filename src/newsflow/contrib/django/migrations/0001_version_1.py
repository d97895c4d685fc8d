"""newsflow's tables, version 1."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

from newsflow.contrib.django._migrating import TakeVersion


class Migration(migrations.Migration):
    """Makes the tables where there are none."""

    initial = True
    dependencies: ClassVar[list[tuple[str, str]]] = []
    operations: ClassVar[list[Any]] = [TakeVersion(1)]
