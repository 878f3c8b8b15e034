"""What the bot does between hearing and speaking: rasa_sdk actions that name a reply. The words are in content/."""
