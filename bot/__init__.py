"""A citizen-dialogue bot for a Swedish municipality."""
