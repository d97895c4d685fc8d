"""Makes the table of assignments."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """The first one."""

    initial = True
    dependencies: ClassVar[list[Any]] = []
    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "article",
                    models.CharField(max_length=64, primary_key=True, serialize=False),
                ),
                (
                    "desk",
                    models.CharField(choices=[("harbour", "Harbour")], max_length=20),
                ),
            ],
        ),
    ]
