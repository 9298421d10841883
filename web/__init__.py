"""The skin: HTTP to actions, facts to pages."""
