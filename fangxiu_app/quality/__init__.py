"""Quality: risk warnings, defects that come back, spot checks, evaluation of contractors (R5, R25, R103, R112)."""
