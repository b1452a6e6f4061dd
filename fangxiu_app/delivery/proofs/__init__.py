"""What proves the milestones of a delivery: records of agreements, deliveries, staff, stores and reports (R20-R50)."""
