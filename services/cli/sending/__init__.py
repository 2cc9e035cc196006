"""How `tocsin send` brings reports to the HTTP door: batches, retries, receipts, and going on after a break."""
