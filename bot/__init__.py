"""Second Look: an awareness chatbot. The plain-Python core; Rasa is met only in bot.nlu and bot.adapters."""
