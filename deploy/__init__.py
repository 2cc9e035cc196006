"""How Tocsin is set up and run: provisioning, the local platform, images. Services know nothing of this."""
