"""What the containers run besides the services: preparation before them, and the probe of their health."""
