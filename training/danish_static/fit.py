"""Training: the directions move, the weights stay."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from rich.progress import Progress
from training.danish_static.objectives import Lessons, Numbers, Objective, contrast
from training.danish_static.settings import Settings
from training.danish_static.stages import Workshop
from training.danish_static.start import Start
from training.danish_static.teacher import Vectors


class Student(torch.nn.Module):
    """A text's vector is the weighted sum of its pieces' directions, scaled to length one."""

    def __init__(self, start: Start) -> None:
        super().__init__()
        self.directions = torch.nn.Parameter(torch.from_numpy(start.directions.copy()))
        self.register_buffer("weights", torch.from_numpy(start.weights))
        self.register_buffer("aliases", torch.from_numpy(start.aliases))

    def forward(self, numbers: torch.Tensor, offsets: torch.Tensor) -> torch.Tensor:
        """Give the (n, d) unit vectors of the n texts whose pieces are *numbers*, text i from offsets[i] on."""
        weights, places = self.get_buffer("weights")[numbers], self.get_buffer("aliases")[numbers]
        sums = torch.nn.functional.embedding_bag(
            places,
            self.directions,
            offsets,
            mode="sum",
            sparse=True,
            per_sample_weights=weights,
        )
        return torch.nn.functional.normalize(sums, dim=1, eps=1e-6)


def fit(
    start: Start, lessons: Lessons, settings: Settings, workshop: Workshop, inputs: Mapping[str, object]
) -> Vectors:
    """Train from *start* and give the trained rows (pieces, d), weights applied.

    After each epoch the state is kept in the *workshop* under *inputs*; a later run goes on from the last.
    """
    torch.manual_seed(settings.seed)
    student = Student(start)
    optimizer = torch.optim.SparseAdam(student.parameters(), lr=settings.rate)
    path = workshop.path("epoch", inputs, ".pt")
    done = 0
    if path.is_file():
        state = torch.load(path, weights_only=True)
        student.load_state_dict(state["student"])
        optimizer.load_state_dict(state["optimizer"])
        done = int(state["epochs"])
        workshop.log("training goes on", epochs_done=done)
    for epoch in range(done, settings.epochs):
        losses = _epoch(student, optimizer, lessons, settings, epoch)
        workshop.log("epoch done", epoch=epoch + 1, **losses)
        _keep(path, {"student": student.state_dict(), "optimizer": optimizer.state_dict(), "epochs": epoch + 1})
    with torch.no_grad():
        rows = student.directions[student.get_buffer("aliases")] * student.get_buffer("weights")[:, None]
    return np.asarray(rows.numpy(), dtype=np.float32)


def _epoch(
    student: Student, optimizer: torch.optim.Optimizer, lessons: Lessons, settings: Settings, epoch: int
) -> dict[str, float]:
    """Go once through all objectives, mixed; give the mean loss of each."""
    random = np.random.default_rng([settings.seed, epoch])
    plan = [(objective, items) for objective in lessons.objectives for items in objective.batches(random)]
    order = random.permutation(len(plan))
    losses: dict[str, list[float]] = {objective.name: [] for objective in lessons.objectives}
    with Progress() as progress:
        bar = progress.add_task(f"epoch {epoch + 1} of {settings.epochs}", total=len(plan))
        for step, number in enumerate(order):
            objective, items = plan[number]
            passed = (epoch + step / len(plan)) / settings.epochs
            for group in optimizer.param_groups:
                group["lr"] = settings.rate * max(0.02, 1 - passed)
            loss = _loss(student, lessons, objective, items, settings)
            optimizer.zero_grad(set_to_none=True)
            (objective.weight * loss).backward()
            optimizer.step()
            losses[objective.name].append(float(loss.detach()))
            progress.advance(bar)
    return {name: round(float(np.mean(values)), 4) for name, values in losses.items()}


def _loss(
    student: Student, lessons: Lessons, objective: Objective, items: Numbers, settings: Settings
) -> torch.Tensor:
    left = student(*lessons.texts.bags(objective.left[items]))
    chosen = objective.right[items]
    right = lessons.vectors[torch.from_numpy(chosen)] if objective.taught else student(*lessons.texts.bags(chosen))
    groups = torch.from_numpy(objective.groups[items])
    sources, targets = torch.from_numpy(objective.left[items]), torch.from_numpy(chosen)
    same = groups[:, None] == groups[None, :]
    same |= (targets[:, None] == targets[None, :]) | (sources[:, None] == sources[None, :])
    return contrast(left, right, same, objective.scale, settings.cosine_weight if objective.taught else 0.0)


def _keep(path: Path, state: dict[str, object]) -> None:
    """Write *state* to *path*, whole or not at all."""
    fresh = path.with_suffix(".part")
    torch.save(state, fresh)
    fresh.replace(path)
