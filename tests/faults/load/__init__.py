"""The senders' and readers' side of a fault test: what is sent, what is answered, what is seen."""
