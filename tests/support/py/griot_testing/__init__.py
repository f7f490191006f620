"""What the end-to-end tests share: a private Redis and Postgres, griot processes, clients and load.

Everything starts on a free port in a folder of its own, is ended by its own process number, and waits
with a deadline for what it waits for, so tests may run beside each other and in any order.
"""
from .bench_load import Beside, bench_load
from .case import Case, LONG, in_time, repeats
from .chaos import Chaos
from .client import Client, signed
from .griot import Griot, binary, run_griot, write_pipeline
from . import meta
from .load import Load
from .servers import Postgres, Redis

__all__ = ["Beside", "Case", "Chaos", "Client", "Griot", "LONG", "Load", "Postgres", "Redis", "bench_load", "binary",
           "in_time", "meta", "repeats", "run_griot", "signed", "write_pipeline"]
