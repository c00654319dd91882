"""A notebook on disk: its text and its executed pair, what it declares, and the parameters that it takes."""

import sys

# nbformat imports jsonschema, which at import compiles a grammar for internationalised addresses (seconds, at each
# start of the build). No notebook's schema asks for one, and jsonschema does without where the module is missing.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
