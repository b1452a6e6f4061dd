"""Complaints of customers (客户投诉): one owner, limits by level, answers that are approved, confirmed by the customer (R15, R75, R110)."""
