"""Not a service: how any service starts, consumes, produces, fails and reports. All I/O, no domain word."""
