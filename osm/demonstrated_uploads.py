"""A file of figures on its way: laid out once, and waiting for its manager."""

from accounts.models import User
from demo.uploads import BY, NAME, UNIT, workshop_list
from organization.models import Unit
from scorecard.services.uploads.layouts import Layout
from scorecard.services.uploads.uploads import lay_out, receive
from scorecard.services.uploads.work import work_key

LAYOUT = Layout("CSV", 1, unit=1, kpi=2, period=3, value=4, numerator=5, denominator=6, comment=7)


def upload_a_list(last_month: str) -> None:
    """Upload the workshop's list and say where what stands in it; nothing of it is stored.

    The layout is remembered for the unit from then on.
    """
    manager, unit = User.objects.get(email=BY), Unit.objects.get(code=UNIT)
    upload = receive(actor=manager, unit=unit, name=NAME, content=workshop_list(last_month))
    work_key(str(upload.pk))
    lay_out(actor=manager, upload=upload, layout=LAYOUT)
    work_key(str(upload.pk))
