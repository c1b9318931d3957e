"""The print by which a form names a text."""

from django import template

from trellis.core.translations.translating import digest_of

register = template.Library()
register.filter("digest", digest_of)
