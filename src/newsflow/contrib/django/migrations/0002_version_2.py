"""newsflow's tables, version 2."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

from newsflow.contrib.django._migrating import TakeVersion


class Migration(migrations.Migration):
    """Adds the index by which expired stories are found."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("newsflow", "0001_version_1")]
    operations: ClassVar[list[Any]] = [TakeVersion(2)]
