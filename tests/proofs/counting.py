"""Settings of a proof: the product's, with a hasher that notes each password it looks at."""

import os

from django.contrib.auth.hashers import MD5PasswordHasher

from osm.settings import *  # noqa: F403

PASSWORD_HASHERS = ["tests.proofs.counting.CountingHasher"]


class CountingHasher(MD5PasswordHasher):
    """Fast, so that the door is tried hard; one byte in a file for each password looked at."""

    def verify(self, password, encoded):
        """Note it, then look."""
        place = os.open(os.environ["OSM_CHECKED_FILE"], os.O_APPEND | os.O_CREAT | os.O_WRONLY)
        os.write(place, b".")
        os.close(place)
        return super().verify(password, encoded)
