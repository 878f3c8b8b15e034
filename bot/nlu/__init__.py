"""Rasa graph components, thin over the core. Importing this package makes Rasa importable without its unused parts."""

from bot import lean

lean.install()
