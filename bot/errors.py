"""The few errors with a name; each says what the reader can do."""


class BotError(Exception):
    """Root of all errors that are told to a person as one plain sentence."""


class ContentError(BotError):
    """A text or table in content/ is wrong; the sentence names file, line and cure."""


class SettingsError(BotError):
    """A setting is wrong or missing; the sentence names it."""


class DataFolderError(BotError):
    """The data folder cannot be used: locked by another bot, or not writable."""


class StoreError(BotError):
    """The database did not take or give what was asked; nothing was changed."""


class ChannelError(BotError):
    """A channel cannot start: a wrong token, a taken port."""


class AlreadySentError(BotError):
    """The same thing about the same subject has been sent before; nothing was sent now."""


class OutOfDateError(BotError):
    """What was looked at before it was approved is no longer so; nothing was sent."""


class PostError(BotError):
    """A letter to staff was not taken, or where to hand it in is misspelt."""


class SealError(BotError):
    """Something sealed cannot be opened with this key, is damaged, or a key is misspelt."""


class BackupError(BotError):
    """A backup cannot be made or restored; the sentence says why. Nothing was changed."""
