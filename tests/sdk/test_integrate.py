"""The Python example of docs/integrate.md, run as it is written."""

import os
import pathlib
import subprocess
import sys
import unittest

from stack import STACK, is_password, new_account

PAGE = pathlib.Path(__file__).parents[2] / "docs" / "integrate.md"
MARK = "<!-- example: feishu-python -->\n```python\n"


class Example(unittest.TestCase):
    def test_it_resets_a_password_and_prints_what_it_says(self):
        code = PAGE.read_text(encoding="utf-8").split(MARK)[1].split("\n```")[0]
        printed = [line.removeprefix("# ") for line in code.splitlines() if line.startswith("# ")]
        account = new_account("pyexample")
        client = STACK["clients"]["feishu"]
        environment = {
            **os.environ,
            "EDGE": STACK["base"],
            "CLIENT": client["id"],
            "SECRET": client["secret"],
            "OPEN_ID": account["feishu"]["open_id"],
        }
        run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        self.assertEqual(run.stdout.splitlines(), printed)
        self.assertTrue(is_password("feishu", account, "Tide*Lamp72"))


if __name__ == "__main__":
    unittest.main()
