"""Synthetic data for the pocket models: one file per skill, each seeded and with its own held-out inputs."""
