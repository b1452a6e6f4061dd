"""Letters to contractors and others: composed, issued, served with proof, answered (R17, R107, R109)."""
