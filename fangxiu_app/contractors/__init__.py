"""Contractors: the register, their agreements, requests to take one in, suspensions."""
