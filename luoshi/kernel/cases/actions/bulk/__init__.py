"""Many cases at once: each told whole in this process, and all of them copied into the database.

For a past that is brought along or invented, not for work. A ``History`` asks, judges, chains, folds and
winds clocks by the same functions as an act, so that what is copied are the rows the acts would have
written; it tells nobody. What acts look up is fetched once (``Known``).
"""

from luoshi.kernel.cases.actions.bulk.copying import copy_histories, copy_rows, reserve
from luoshi.kernel.cases.actions.bulk.history import History
from luoshi.kernel.cases.actions.bulk.known import Known, know

__all__ = ["History", "Known", "copy_histories", "copy_rows", "know", "reserve"]
