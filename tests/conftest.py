"""What every test stands on: a data folder of its own, and no cached declarations between tests."""

import os
import tempfile

os.environ.setdefault("TRELLIS_DATA", tempfile.mkdtemp(prefix="trellis-tests-"))
os.environ.setdefault("TRELLIS_DEBUG", "1")
