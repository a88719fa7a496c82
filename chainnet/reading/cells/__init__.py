"""What single cells say: amounts and their units, degrees, company names, credit codes."""
