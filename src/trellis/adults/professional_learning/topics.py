"""What events are about: the practices of the models that a network's schools have adopted."""

from __future__ import annotations

from uuid import UUID

from trellis.core.foundation.languages import model_sentence
from trellis.design.blueprint.models import Adoption, ModelPackage
from trellis.design.blueprint.selectors import package_body


def topics_of(network_id: UUID) -> dict[str, str]:
    """Topics by key, with their titles in the reader's language, in the order of the models."""
    adoptions = Adoption.objects.unscoped("find the models that a network's schools have adopted").current()
    adopted = adoptions.filter(school__network=network_id).values("package")
    topics: dict[str, str] = {}
    for package in ModelPackage.objects.filter(pk__in=adopted).order_by("name", "pk"):
        practices = package_body(package).practices
        for practice in practices.practices if practices else ():
            topics.setdefault(practice.key, practice.title)
    return {key: model_sentence(title) for key, title in topics.items()}
