"""Work on a ticket: appointments, visits, plans, patrols, corrections (R89-R106)."""
