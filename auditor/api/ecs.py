"""Services and task definitions of ECS."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.ecs.capacity import unprotected_groups
    from auditor.aws.ecs.images import UnreachableImage
    from auditor.aws.ecs.network import Misfit, NetworkMisfit, network_misfits
    from auditor.aws.ecs.sizes import MEMORY as FARGATE_MEMORY
    from auditor.aws.ecs.sizes import TaskSize, refused_sizes
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = [
    "FARGATE_MEMORY",
    "Misfit",
    "NetworkMisfit",
    "TaskSize",
    "UnreachableImage",
    "network_misfits",
    "refused_sizes",
    "unprotected_groups",
]
