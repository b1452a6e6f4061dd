"""The days of deliveries that their reports follow (R24, R43, R105), from their milestones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from frappe.utils import getdate

from fangxiu_app.delivery.rules_report_windows import DeliveryDays
from fangxiu_app.estate import reads_delivery_days
from fangxiu_app.estate.rules_delivery_days import EARLY_STAGE, REPAIR_WEEKLY


def of(deliveries: Sequence[Mapping]) -> dict[str, DeliveryDays]:
	"""Name of each Delivery Batch → its days; ``deliveries``: rows with name, delivery_date, completion_date."""
	found = reads_delivery_days.days(deliveries)
	return {
		row["name"]: DeliveryDays(
			getdate(row["delivery_date"]), found[row["name"]].get(EARLY_STAGE), found[row["name"]].get(REPAIR_WEEKLY)
		)
		for row in deliveries
	}
