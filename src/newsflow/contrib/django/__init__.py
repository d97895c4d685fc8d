"""newsflow in a Django project: one database, one transaction, two sets of tables.

::

    INSTALLED_APPS = [..., "newsflow.contrib.django"]
    NEWSFLOW = {"CONFIG": BASE_DIR / "newsflow.toml"}

Then ``manage.py migrate`` makes the tables, and a view writes in Django's transaction::

    from newsflow.contrib import django as newsflow

    with newsflow.transaction() as newsroom:
        page.save()
        newsroom.publish(story, by=person)
"""

from __future__ import annotations

from ...errors import MissingExtraError

try:
    import django as _django
except ImportError as missing:
    feature, extra = "newsflow.contrib.django", "django"
    raise MissingExtraError(feature, extra) from missing

from ._house import close, newsroom, transaction, using
from ._options import Options, options

__all__ = ["Options", "close", "newsroom", "options", "transaction", "using"]
del _django
