"""How static files are served: hashed names, also inside our own ES modules, compressed."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns[1]  # type: ignore[attr-defined]


class HashedStatic(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Our modules import each other by their hashed names; libraries' files stay as they came.

    `bidding/seal-worker.js` is a bundle with libraries inside: its name is the only one that ends in r.
    """

    patterns = (*HashedFilesMixin.patterns, ("js/*.js", _IMPORTS), ("bidding/*[!r].js", _IMPORTS))
