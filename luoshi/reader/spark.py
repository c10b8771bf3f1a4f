"""The same reading of a folder, spread over a Spark cluster; the folder must be visible to every worker."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from functools import partial
from itertools import islice

from luoshi.reader.batch import Engine, Job, Outcome, read_job
from luoshi.reader.inputs import InputError

# Files a core gets per wave. After each wave its results are safe on the driver: small enough to lose
# little in a crash, large enough that cores seldom wait for the last file of a wave.
_WAVE = 25


def on_spark(master: str) -> Engine:
    """Return the engine that reads on the Spark master named, such as ``local[2]`` or ``spark://host:7077``.

    Raises InputError ``needs_spark`` where pyspark or Java is not installed.
    """
    if not _is_installed():
        raise InputError("needs_spark", master)
    return partial(_in_waves, master)


def _is_installed() -> bool:
    from importlib.util import find_spec

    has_java = shutil.which("java") is not None or "JAVA_HOME" in os.environ
    return has_java and find_spec("pyspark") is not None


def _in_waves(master: str, jobs: list[Job]) -> Iterator[Outcome]:
    if not jobs:
        return
    from pyspark import SparkConf, SparkContext

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    if master.startswith("local"):
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    conf = SparkConf().setAppName("luoshi read").setMaster(master).setAll(list(settings.items()))
    with SparkContext(conf=conf) as context:
        context.setLogLevel("ERROR")
        remaining = iter(jobs)
        while wave := list(islice(remaining, _WAVE * context.defaultParallelism)):
            yield from context.parallelize(wave, len(wave)).map(read_job).collect()
