"""How Sphinx builds the documentation; nothing is fetched from anywhere."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from newsflow import __version__

project = "newsflow"
author = "the newsflow developers"
project_copyright = author
version = release = __version__
language = "en-GB"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
source_suffix = {".md": "markdown"}

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_default_options = {"members": True}
napoleon_google_docstring = True
napoleon_numpy_docstring = False

nitpicky = True
# Without a network there are no inventories of other projects to refer to; whatever is
# ours must be there.
nitpick_ignore_regex = [
    (r"py:.*", r"(?!newsflow).*"),
    (r"py:.*", r"newsflow(\.\w+)*\._.*"),  # private, and so not on these pages
    (r"py:class", r"newsflow\.model\.rules\.Vocabulary"),  # a StrEnum of ours
]

html_theme = "furo"
html_title = f"newsflow {version}"
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {"navigation_with_keys": True}
