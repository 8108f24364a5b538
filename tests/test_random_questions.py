"""Random questions to every address of data, right and wrong ones: no answer is other than it is described."""

import subprocess
import sys

import pytest

from tests.browser.serving import serving
from tests.chance import SEED

pytestmark = pytest.mark.long
SECONDS = 60
# No schema can say which cursors were given out and which records the log has, nor that two records are not the same: a
# well-formed question may be refused there. An agreement with an unknown ending is looked for as a page, and led there.
RULES = """
[[operations]]
include-tag = "changes"
checks.positive_data_acceptance.enabled = false

[[operations]]
include-tag = "comparisons"
checks.positive_data_acceptance.enabled = false

[[operations]]
include-path = "/{language}/agreements/{reference}.{ending}"
checks.negative_data_rejection.enabled = false
"""


def test_a_minute_of_random_questions_finds_nothing(tmp_path):
    (tmp_path / "schemathesis.toml").write_text(RULES)
    with serving(tmp_path) as address:
        command = [sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()", "run",
                   f"{address}/api/openapi.json", "--max-time", str(SECONDS), "--seed", SEED, "--no-color"]  # fmt: skip
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
