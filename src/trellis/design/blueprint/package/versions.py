"""Numbers of versions: which is later, and which comes next."""


def version_order(version: str) -> tuple[tuple[int, ...], bool, str]:
    """A key by which versions sort: 1.10.0 after 1.9.0, and 2.0.0-draft before 2.0.0."""
    numbers, _dash, label = version.partition("-")
    return tuple(int(number) for number in numbers.split(".") if number.isdigit()), not label, label


def next_version(version: str) -> str:
    """The version that usually follows: 1.4.0 after 1.3.2."""
    (major, minor, *_rest), *_label = version_order(version)
    return f"{major}.{minor + 1}.0"
