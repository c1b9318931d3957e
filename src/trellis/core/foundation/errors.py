"""What a service raises when something cannot be done."""


class ActionError(Exception):
    """An action that cannot be done. message: what is wrong and what to do. field: of the form, where it is one's."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
