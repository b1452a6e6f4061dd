"""Who is covered until when, and who pays: towards the owner and towards the contractor (R51, R83)."""
