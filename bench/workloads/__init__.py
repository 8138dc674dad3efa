"""Large logs that are made, the contracts they are for, and statements by hand that come to the same numbers."""

from workloads import counters, desks, services
from workloads.workload import Workload

WORKLOADS: tuple[Workload, ...] = (desks.WORKLOAD, services.WORKLOAD, counters.WORKLOAD)

__all__ = ["WORKLOADS", "Workload"]
