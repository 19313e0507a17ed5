"""Runs a command and prints its CPU seconds and peak memory (MB).

A process of its own, because the peak memory of a child counts what its parent held when it began.
"""

import os
import subprocess
import sys

quiet = subprocess.DEVNULL
process = subprocess.Popen(sys.argv[1:], stdout=quiet, stderr=quiet)
used = os.wait4(process.pid, 0)[2]
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
