"""Creating a network: its row, its first person, and their join code."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _

from trellis.core.community.models import Network, Person, Role, Tie
from trellis.core.community.us_places import time_zones
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.design.blueprint.package.load import available_packages, path_problems

from .joining.services import make_join_code


def create_network(
    name: str,
    slug: str,
    package: str,
    leader_name: str,
    username: str = "",
    time_zone: str = "America/New_York",
) -> str:
    """Make the network, its first person and their tie, all or nothing. Returns their one-time code.

    Raises ActionError when the short name is taken or not one, or no model has the package's name.
    """
    model_names = sorted(available_packages())
    if package not in model_names:
        names = {"it": package, "names": ", ".join(model_names)}
        problems = "".join(f"\n{problem}" for problem in path_problems())
        raise ActionError(_("There is no model named %(it)s. Choose one of: %(names)s.") % names + problems)
    _check_slug(slug)
    if time_zone not in time_zones():
        raise ActionError(
            _("There is no time zone named %(name)s. Use a name such as America/Chicago.")
            % {"name": time_zone}
        )
    first_name, _space, last_name = leader_name.strip().partition(" ")
    if not first_name:
        raise ActionError(
            _("Add --leader-name with the name of the person who runs the network, first name first.")
        )
    with ledger.act("open a network", package=package):
        network = Network.objects.create(name=name, slug=slug, time_zone=time_zone)
        person = Person.objects.create(
            network=network, given_name=first_name, family_name=last_name.strip(), username=username
        )
        Tie.objects.create(person=person, role=Role.NETWORK_STAFF, to_network=network)
        return make_join_code(person, by=None)


def _check_slug(slug: str) -> None:
    try:
        validate_slug(slug)
    except ValidationError:
        raise ActionError(
            _("The short name can contain only letters, numbers, hyphens and underscores.")
        ) from None
    if Network.objects.system().filter(slug=slug).exists():
        raise ActionError(_("A network with the short name %(slug)s already exists.") % {"slug": slug})
