from supervision_sets import read  # noqa: F401
