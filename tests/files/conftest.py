"""Files to read and write, and what is told of them."""

import json

import pytest

from bad_inputs.row import EXAMPLE, example
from iopsched.errors import ProblemsError
from iopsched.files.reading import read_instance


@pytest.fixture(name="instance")
def fixture_instance():
    return read_instance(EXAMPLE)


@pytest.fixture(name="file")
def fixture_file(tmp_path):
    """Write a file named week.json, the example unless told otherwise, and return its path."""

    def write(content=None, name="week.json"):
        path = tmp_path / name
        if content is None:
            content = json.dumps(example())
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture(name="told")
def fixture_told():
    """Read something that cannot be read, and return (code, place) of every problem."""

    def read(source, reader=read_instance, **others):
        with pytest.raises(ProblemsError) as error:
            reader(source, **others)
        return [(problem.code, problem.place) for problem in error.value.problems]

    return read
