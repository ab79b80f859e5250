"""Rules about AWS Config."""
