"""Real processes that begin at once: forked from one that has everything loaded already.

A fresh interpreter takes half a second to load the store; with hundreds of processes that would be
most of the time.
"""

import multiprocessing
from multiprocessing.context import ForkServerContext

PROCESSES: ForkServerContext = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.preloaded"])
