"""Telegram: the only room that imports aiogram, which takes seconds; import it where it is used."""
