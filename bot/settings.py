"""Frozen settings from the environment and bot.toml; secrets print as stars."""

from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot.errors import PostError, SealError, SettingsError
from bot.settings_file import check_names

ROOT = Path(__file__).resolve().parent.parent
_HINTS = {
    "port": "Skriv ett tal från 0 till 65535. 0 tar en ledig port.",
    "console_port": "Skriv ett tal från 0 till 65535.",
    "live": "Skriv 1 för skarp drift, eller låt bli att ange den.",
    "public_url": "Skriv adressen som invånarna ser, till exempel https://bot.kommunen.se.",
    "webhook_url": "Skriv en adress som börjar med https://.",
    "webhook_secret": "Skriv 16 till 256 tecken: A-Z, a-z, 0-9, _ och -.",
    "telegram_api": "Skriv en adress som börjar med http:// eller https://.",
    "telegram_token": "Klistra in det som BotFather gav, till exempel 123456:ABC….",
    "send_rate": "Skriv ett tal från 1 till 1000, meddelanden i sekunden.",
    "seal_key": "Klistra in den öppna nyckeln från python bot.py concerns keys.",
    "backup_key": "Klistra in den öppna nyckeln från python bot.py concerns keys.",
    "backup_days": "Skriv ett tal från 1 till 366, dagar som var sin backup sparas för.",
    "backup_weeks": "Skriv ett tal från 0 till 104, veckor som var sin backup sparas för.",
    "push_contact": "Skriv mailto: och en e-postadress, eller en adress med https://.",
    "console_url": "Skriv adressen som personalen ser, till exempel https://personal.kommunen.se.",
}
Port = Annotated[int, Field(ge=0, le=65535)]


class Settings(BaseSettings):
    """Everything an operator can set. With nothing set, the bot runs in try mode here."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", toml_file="bot.toml", env_ignore_empty=True
    )

    host: str = "127.0.0.1"
    port: Port = 8080
    data_dir: Path = Path("data")
    content_dir: Path = ROOT / "content"
    public_url: str = Field(default="", pattern=r"^(https?://[^\s/]+)?$")
    console_url: str = Field(default="", pattern=r"^(https?://[^\s/]+)?$")
    console_host: str = ""
    console_port: Port | None = None
    telegram_token: SecretStr = Field(default=SecretStr(""))
    telegram_api: str = Field(default="", pattern=r"^(https?://\S+)?$")
    webhook_url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    webhook_secret: SecretStr = Field(default=SecretStr(""))
    send_rate: Annotated[int, Field(ge=1, le=1000)] = 25
    key_file: Path | None = None
    seal_key: str = ""
    push_contact: str = Field(
        default="", pattern=r"^(mailto:[^\s@<>,;?:]+@[\w-]+(\.[\w-]+)+|https://[\w-]+(\.[\w-]+)+)?$"
    )
    backup_dir: Path | None = None
    backup_key: str = ""
    backup_days: Annotated[int, Field(ge=1, le=366)] = 7
    backup_weeks: Annotated[int, Field(ge=0, le=104)] = 4
    smtp_url: SecretStr = Field(default=SecretStr(""))
    mail_to: str = ""
    live: bool = False

    @field_validator("telegram_token")
    @classmethod
    def _token_shape(cls, token: SecretStr) -> SecretStr:
        written = token.get_secret_value()
        number, _, rest = written.partition(":")
        if written and not (number.isdigit() and len(rest) >= 10):
            raise ValueError("shape")
        return token

    @field_validator("webhook_secret")
    @classmethod
    def _secret_shape(cls, secret: SecretStr) -> SecretStr:
        written = secret.get_secret_value()
        allowed = all(c.isascii() and (c.isalnum() or c in "_-") for c in written)
        if written and not (16 <= len(written) <= 256 and allowed):
            raise ValueError("shape")
        return secret

    @field_validator("seal_key", "backup_key")
    @classmethod
    def _key_shape(cls, keys: str) -> str:
        """A misspelt key would lose every text that is sealed to it."""
        if keys:
            from bot.custody.sealing import read_recipients

            try:
                read_recipients(keys)
            except SealError as error:
                raise ValueError("shape") from error
        return keys

    @model_validator(mode="after")
    def _mail_needs_both(self) -> Self:
        """A server with nobody to write to is a slip; a misspelt one would be found at seven."""
        url = self.smtp_url.get_secret_value()
        if bool(url) != bool(self.mail_to):
            raise ValueError("mail")
        if url:
            from bot.post import PostOffice

            try:
                PostOffice.read(url, self.mail_to)
            except PostError as error:
                raise ValueError("mail") from error
        return self

    @model_validator(mode="after")
    def _webhook_needs_secret(self) -> Self:
        """Aiogram's own handler lets everything in when no secret is set; we never start so."""
        if self.webhook_url and not self.webhook_secret.get_secret_value():
            raise ValueError("webhook_secret")
        return self

    @property
    def database(self) -> Path:
        """The one file that holds everything that is remembered."""
        return self.data_dir / "bot.db"

    @property
    def push_key(self) -> Path:
        """The key that proves to push services that a notice is ours."""
        return self.data_dir / "push.pem"

    @property
    def secret_file(self) -> Path:
        """Where the secret of this installation lies, outside the database."""
        return self.key_file or self.data_dir / "bot.key"

    @property
    def key_folder(self) -> Path:
        """Where private keys lie, each wrapped by a passphrase."""
        return self.data_dir / "keys"

    @property
    def console_apart(self) -> bool:
        """Whether the console has an address or a port of its own."""
        return bool(self.console_host) or self.console_port is not None

    @property
    def staff_url(self) -> str:
        """The address staff see, as far as settings tell it."""
        return self.console_url or ("" if self.console_apart else self.public_url)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - no .env file is read
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment first, then bot.toml."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**given: Any) -> Settings:  # noqa: ANN401 - the values of the fields above
    """The settings of this process.

    Raises:
        SettingsError: the first wrong setting, by name, and what to write.
    """
    check_names(Path("bot.toml"), Settings.model_fields)
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsError(_plain(error)) from None


def _plain(error: ValidationError) -> str:
    """One sentence that names the setting, and never repeats a value that may be a secret."""
    place = error.errors()[0]["loc"]
    if not place and "mail" in error.errors()[0]["msg"]:
        return (
            "Inställningarna SMTP_URL och MAIL_TO hör ihop. Skriv till exempel "
            "SMTP_URL=smtp://namn:losenord@mejl.kommunen.se:587 och MAIL_TO=trygghet@kommunen.se."
        )
    if not place:
        return "Inställningen WEBHOOK_SECRET saknas. Den krävs när WEBHOOK_URL är satt."
    name = str(place[0])
    return f"Inställningen {name.upper()} har fel värde. {_HINTS.get(name, '')}".strip()
