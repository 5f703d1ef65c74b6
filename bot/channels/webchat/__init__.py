"""The web chat: a page that works on a small phone, without JavaScript and without an account."""
