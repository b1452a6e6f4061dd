"""End of the warranty: owners are told a month ahead, what they report is repaired together, what stays open is signed for (R51-R57)."""
