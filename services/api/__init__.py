"""The query API: what each participant may read, the live stream of alerts, and the console's first page."""
