"""The front door: `python bot.py` starts everything, `python bot.py --help` lists the rest."""

from bot.commands.front_door import front_door

if __name__ == "__main__":
    front_door()
