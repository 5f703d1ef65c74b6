"""What the bot understands: texts, topics, danger, personal data, signs of fraud."""
