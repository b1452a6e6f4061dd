"""What leaves beside the bills it is owed by: refunds to owners, accounts of costs, bills and orders that became less after they were paid, rates that are typed."""
