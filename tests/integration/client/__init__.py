"""The client against the real door, stream and api."""
