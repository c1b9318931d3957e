"""`trellis open` makes a network, its first person, and their way in."""

import pytest
from click.testing import CliRunner

from trellis.core.community.models import Network
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.errors import ActionError
from trellis.web.shell.cli import open_network
from trellis.web.shell.joining.services import use_join_code
from trellis.web.shell.network_creation import create_network

from .people import PASSWORD


def test_imani_opens_a_network_and_comes_in(db):
    code = create_network("Harbor Schools", "harbor", "big-picture", "Imani Moss")
    account = use_join_code(code, "imani", PASSWORD, "browser")
    network = Network.objects.unscoped("the test looks").get()
    assert Viewer.of(account.person).networks == {network.pk}
    assert account.person.name == "Imani Moss"
    assert not network.invented


def test_a_model_that_is_not_there_opens_nothing(db):
    with pytest.raises(ActionError, match="big-picture"):
        create_network("Harbor Schools", "harbor", "no-such-model", "Imani Moss")
    assert not Network.objects.unscoped("the test looks").exists()


def test_the_command_prints_the_code_and_refuses_a_taken_short_name(db):
    words = ["--name", "Harbor", "--slug", "harbor", "--package", "new-tech", "--leader-name", "Imani Moss"]
    first = CliRunner().invoke(open_network, words)
    assert first.exit_code == 0, first.output
    assert "/join/" in first.output
    second = CliRunner().invoke(open_network, words)
    assert second.exit_code == 1
    assert "A network with the short name" in second.output
