"""Notices: everybody's inbox, where mail goes, and the webhooks of organisations."""
