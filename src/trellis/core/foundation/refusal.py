"""How a verb says no."""


class ActionError(Exception):
    """An action that cannot be done: one sentence that says what is wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
