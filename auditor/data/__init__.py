"""Tables of AWS facts, each with its source and date, and what reads them."""
