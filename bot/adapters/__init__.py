"""What plugs the core into Rasa, and into the world. Importing this package makes Rasa importable, lean."""

from bot import lean

lean.install()
