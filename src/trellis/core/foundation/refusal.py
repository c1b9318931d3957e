"""How a verb says no."""


class Refusal(Exception):
    """A verb that cannot be done: one sentence for the person who asked, saying what is so and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
