"""A database of a proof's own, in this process."""

import contextlib
import logging
import os


@contextlib.contextmanager
def a_database():
    """Lend an empty database with all tables; no mail, no page of others."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.test.utils import (
        setup_databases,
        setup_test_environment,
        teardown_databases,
        teardown_test_environment,
    )

    # Refusals are what is asked for here: no line for each of them.
    logging.disable(logging.WARNING)
    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(made, verbosity=0)
        logging.disable(logging.NOTSET)
        teardown_test_environment()
