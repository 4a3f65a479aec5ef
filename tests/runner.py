"""A runner of workflow steps: enough of the service to run a job of ours on a throw-away repository.

Steps that check out, run a script and hand over files do so here too. Python and the package are not installed: the
steps for it are passed over, and `caucasus-data` on the path is the code under test.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).parents[1]
INSTALLATION = "pip install"


class Ran(NamedTuple):
    """What became of a job.

    Attributes:
        status: Exit status of the first step that failed, or 0.
        printed: What the scripts printed, which is where annotations are read.
        summary: Markdown of all steps.
        artifact: The archive that was handed over, if any.
    """

    status: int
    printed: str
    summary: str
    artifact: Path | None


def steps_of(path: Path) -> list[dict[str, Any]]:
    """The steps of the one job of a workflow, or of an action."""
    declared = yaml.safe_load(path.read_text(encoding="utf-8"))
    (job,) = declared["jobs"].values() if "jobs" in declared else [declared["runs"]]
    return [step | {"env": job.get("env", {}) | step.get("env", {})} for step in job["steps"]]


def command(folder: Path, name: str, script: str) -> Path:
    """Put a command into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(script, encoding="utf-8")
    path.chmod(0o755)
    return path


def referee(folder: Path) -> None:
    """Put `caucasus-data` into a folder: the code under test."""
    command(folder, "caucasus-data", f'#!/bin/sh\nPYTHONPATH={ROOT}/src exec {sys.executable} -m caucasus_data "$@"\n')


class Runner:
    """A machine of its own for one job.

    Args:
        home: An empty folder.
        values: What expressions stand for, other than outputs of steps.
        repository: A git repository to check out from.
        ref: What is checked out where the step does not say.
    """

    def __init__(self, home: Path, values: Mapping[str, str], repository: Path | None = None, ref: str = "") -> None:
        self.workspace, self.temp, self.bin = home / "workspace", home / "temp", home / "bin"
        for folder in (self.workspace, self.temp, self.bin):
            folder.mkdir(parents=True)
        self._values, self._repository, self._ref = dict(values), repository, ref
        referee(self.bin)

    def run(self, steps: list[dict[str, Any]], environment: Mapping[str, str] = os.environ) -> Ran:
        status, printed, summary, artifact = 0, "", "", None
        for number, step in enumerate(steps):
            if status and "!cancelled()" not in step.get("if", ""):
                continue
            inputs = {name: self._rendered(value) for name, value in step.get("with", {}).items()}
            match step.get("uses", "run").split("@")[0]:
                case "actions/checkout":
                    self._checkout(inputs)
                case "actions/upload-artifact":
                    artifact = self._archive(inputs)
                case "run" if INSTALLATION not in step["run"]:
                    files = {n: self.temp / f"{n}-{number}" for n in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
                    for file in files.values():
                        file.touch()
                    done = self._script(step, {**environment, **{n: str(f) for n, f in files.items()}})
                    status = status or done.returncode
                    printed += done.stdout
                    summary += files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
                    for line in files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines():
                        name, _, value = line.partition("=")
                        self._values[f"steps.{step['id']}.outputs.{name}"] = value
        return Ran(status, printed, summary, artifact)

    def _rendered(self, value: object) -> str:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return re.sub(r"\$\{\{ (.*?) \}\}", lambda found: self._values[found[1]], text)

    def _script(self, step: dict[str, Any], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
        own = {name: self._rendered(value) for name, value in step["env"].items()}
        path = f"{self.bin}{os.pathsep}{environment['PATH']}"
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.workspace / step.get("working-directory", "."),
            env={**environment, "RUNNER_TEMP": str(self.temp), **own, "PATH": path},
            stdout=subprocess.PIPE,
            check=False,
            text=True,
        )

    def _checkout(self, inputs: dict[str, str]) -> None:
        folder = self.workspace / inputs.get("path", ".")
        git(folder, "init", "--quiet")
        depth, ref = inputs.get("fetch-depth", "1"), inputs.get("ref", self._ref)
        git(folder, "fetch", "--quiet", "--depth", depth, f"file://{self._repository}", ref)
        if "sparse-checkout" in inputs:
            cone = "--no-cone" if inputs.get("sparse-checkout-cone-mode") == "false" else "--cone"
            git(folder, "sparse-checkout", "set", cone, *inputs["sparse-checkout"].split())
        git(folder, "checkout", "--quiet", "--detach", "FETCH_HEAD")

    def _archive(self, inputs: dict[str, str]) -> Path | None:
        folder, archive = self.workspace / inputs["path"], self.temp / f"{inputs['name']}.zip"
        files = [f for f in folder.rglob("*") if f.is_file()]
        with zipfile.ZipFile(archive, "w") as zipped:
            for file in files:
                zipped.write(file, file.relative_to(folder))
        return archive if files else None


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, as nobody in particular."""
    folder.mkdir(parents=True, exist_ok=True)
    who = [f"{variable}_{part}" for variable in ("GIT_AUTHOR", "GIT_COMMITTER") for part in ("NAME", "EMAIL")]
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, **dict.fromkeys(who, "test@example.org")}
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], check=True, stdout=subprocess.PIPE, text=True, env=environment
    )
    return done.stdout.strip()
