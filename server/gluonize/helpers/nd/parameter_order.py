import re


def parameter_order(trainer):
    """The numbers of a Trainer's parameters in the order in which they were made: dense9 comes before dense10."""

    def parts(number):
        return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", trainer._params[number].name)]

    return sorted(range(len(trainer._params)), key=parts)
