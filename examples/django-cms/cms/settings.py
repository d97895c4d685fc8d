"""The settings of the project; newsflow is one app among others."""

from __future__ import annotations

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[1]
HOME = Path(os.environ.get("CMS_HOME", BASE_DIR))
"""Where the database is, and what is published."""

SECRET_KEY = os.environ.get("CMS_SECRET", "only for trying it out")
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
USE_TZ = True
ROOT_URLCONF = "cms.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "newsflow.contrib.django",
    "cms",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cms.answers.NewsflowErrors",
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "cms.db",
        # A view that reads before it writes is not refused while another one writes.
        "OPTIONS": {"transaction_mode": "IMMEDIATE"},
        # Not in memory: the newsroom has a connection of its own.
        "TEST": {"NAME": HOME / "test.db"},
    }
}
NEWSFLOW = {"CONFIG": HOME / "newsflow.toml", "PARTS": "cms.people.parts"}
