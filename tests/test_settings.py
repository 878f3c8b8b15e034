"""Settings come from the environment, and a wrong one is named."""

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, settings


def test_an_empty_environment_gives_the_defaults():
    assert settings({}) == Settings()


def test_what_is_set_wins():
    given = {
        "PORT": "8080",
        "SECONDLOOK_IDLE_HOURS": "2",
        "SECONDLOOK_STATE": "/tmp/x",
    }
    found = settings(given)

    assert (found.port, found.idle_hours, found.state) == (8080, 2, Path("/tmp/x"))


@pytest.mark.parametrize("value", ["eighty", "0", "70000", "-1", "80.5", "٣"])
def test_a_port_that_is_none_is_named(value):
    with pytest.raises(SettingsError, match=r"PORT is '.*'; expected a whole number from 1 to 65535"):
        settings({"PORT": value})
