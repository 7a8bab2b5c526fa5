"""Signing in through a provider of OpenID Connect that lies."""
