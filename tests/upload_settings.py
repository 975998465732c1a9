"""The product's settings, with a folder of uploaded files that a test names."""

import os

from osm.settings import *  # noqa: F403

MEDIA_ROOT = os.environ["OSM_TEST_UPLOADS"]
