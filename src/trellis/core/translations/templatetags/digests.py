"""The digest by which a form names a text."""

from django import template

from trellis.core.translations.translation_services import text_digest

register = template.Library()
register.filter("digest", text_digest)
