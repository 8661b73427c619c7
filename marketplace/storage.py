"""How static files are served: hashed names, also inside our own ES modules, compressed."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns[1]


class HashedStatic(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Our modules import each other by their hashed names; libraries' files stay as they came."""

    patterns = (*HashedFilesMixin.patterns, ("js/*.js", _IMPORTS), ("bidding/*.js", _IMPORTS))
