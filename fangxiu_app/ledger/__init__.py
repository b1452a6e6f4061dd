"""The only room that touches ERPNext's finance: accounts, vouchers, locks, rates, and what no voucher may do."""
