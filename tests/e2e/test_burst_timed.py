"""The timed form of test_burst.py, with a burst of a minute: ./test --long. It has the machine to itself."""
import os
import subprocess
import unittest

from griot_testing import LONG
from griot_testing.griot import ROOT


@unittest.skipUnless(LONG, "takes minutes: ./test --long")
class BurstTimed(unittest.TestCase):
    def test_all_that_is_promised(self):
        done = subprocess.run([os.path.join(ROOT, "tests/bench/burst.py")], check=False)
        self.assertEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main()
