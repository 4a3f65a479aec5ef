"""What runs on a pull request: the files are of their form and ask for no more rights than they need, and the steps do
on a repository of their own what they say."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from caucasus_data.cli import main
from caucasus_data.model.tables import TABLES
from caucasus_data.package import storage
from caucasus_data.validation.report.github import PER_STEP
from tests.conftest import read_csv, write_csv
from tests.runner import INSTALLATION, ROOT, Ran, Runner, command, git, referee, steps_of

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
ROWS, COMMENT, ACTION = GITHUB / "workflows/contributed-rows.yml", GITHUB / "workflows/comment.yml", ROOT / "action.yml"
PAGES, LINKS, RELEASE, PROPOSALS = (
    GITHUB / f"workflows/{name}.yml" for name in ("pages", "links", "release", "proposals")
)
RIGHTS: dict[Path, dict[str, dict[str, str]]] = {
    COMMENT: {"comment": {"actions": "read", "contents": "read", "pull-requests": "write"}},
    PAGES: {"publish": {"pages": "write", "id-token": "write"}},
    PROPOSALS: {"tell": {"contents": "write", "issues": "write", "pull-requests": "write"}},
    LINKS: {"tell": {"contents": "read", "issues": "write"}},
    RELEASE: {
        "index": {"id-token": "write"},
        "release": {"attestations": "write", "contents": "write", "id-token": "write"},
    },
}
"""The jobs that hold more than the right to read, and what they hold."""
SCHEMAS = {
    **dict.fromkeys(WORKFLOWS, "vendor.github-workflows"),
    ACTION: "vendor.github-actions",
    **dict.fromkeys(sorted((GITHUB / "ISSUE_TEMPLATE").glob("*.yml")), "vendor.github-issue-forms"),
    GITHUB / "ISSUE_TEMPLATE/config.yml": "vendor.github-issue-config",
    GITHUB / "dependabot.yml": "vendor.dependabot",
}


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def values(node: Any, key: str) -> Iterator[Any]:
    """Everything that stands under a key, however deep."""
    if isinstance(node, dict):
        yield from (value for name, value in node.items() if name == key)
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from values(child, key)


# the files


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda p: p.name)
def test_files_are_of_their_form(path: Path) -> None:
    arguments = ["--builtin-schema", SCHEMAS[path], str(path)]
    done = subprocess.run([sys.executable, "-m", "check_jsonschema", *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION], ids=lambda p: p.name)
def test_actions_are_pinned_by_commit_and_say_their_version(path: Path) -> None:
    used = list(values(read(path), "uses"))
    assert used
    for use in used:
        assert re.fullmatch(r"(?:actions/[a-z-]+|pypa/gh-action-pypi-publish)@[0-9a-f]{40}", use)
        assert re.search(rf"uses: {use} # v\d+\.\d+\.\d+\n", path.read_text(encoding="utf-8"))


def test_an_action_is_pinned_to_the_same_commit_everywhere() -> None:
    used = {use for path in [*WORKFLOWS, ACTION] for use in values(read(path), "uses")}
    assert len({use.partition("@")[0] for use in used}) == len(used)


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION], ids=lambda p: p.name)
def test_nothing_is_written_into_a_script(path: Path) -> None:
    """What a stranger chose, a branch's name say, reaches scripts as a variable only."""
    scripts = list(values(read(path), "run"))
    assert scripts
    assert not [script for script in scripts if "${{" in script]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.name)
def test_no_workflow_holds_more_rights_than_it_needs(path: Path) -> None:
    workflow = read(path)
    when, jobs = workflow[True], workflow["jobs"]  # YAML reads `on` as a truth
    assert "pull_request_target" not in when
    assert "secrets." not in path.read_text(encoding="utf-8")
    for step in (step for job in jobs.values() for step in job["steps"]):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
    assert all(0 < job["timeout-minutes"] <= 120 for job in jobs.values())
    assert workflow["permissions"] == ({} if path == COMMENT else {"contents": "read"})
    held = {name: job["permissions"] for name, job in jobs.items() if "permissions" in job}
    assert held == RIGHTS.get(path, {})
    assert not (held and "pull_request" in when)
    for name, job in jobs.items():
        if name not in held:
            assert "github.token" not in str(job)
        elif path != COMMENT:
            scripts = [*values(job, "run")]
            assert not [script for script in scripts if re.search("pip|caucasus-data|\\.ci/", script)]


def test_a_release_is_published_from_a_tag_alone() -> None:
    workflow = read(RELEASE)
    assert workflow[True] == {"push": {"tags": ["v*"]}}
    jobs = workflow["jobs"]
    assert (jobs["index"]["needs"], jobs["release"]["needs"]) == ("build", "index")
    assert jobs["index"]["environment"] == {"name": "pypi"}
    assert "password" not in str(workflow)
    scripts = " ".join(values(jobs["build"], "run"))
    for needed in ("merge-base --is-ancestor HEAD origin/main", ".ci/run", "--check", ".ci/build"):
        assert needed in scripts
    assert os.access(ROOT / ".ci/build", os.X_OK)


def test_zizmor_finds_nothing() -> None:
    (program,) = (file.locate() for file in files("zizmor") or () if file.name == "zizmor")
    arguments = ["--offline", "--no-progress", str(GITHUB), str(ACTION)]
    done = subprocess.run([str(program), *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_dependabot_watches_actions_and_libraries() -> None:
    watched = read(GITHUB / "dependabot.yml")["updates"]
    assert {update["package-ecosystem"] for update in watched} == {"github-actions", "pip"}


def test_the_one_that_writes_fetches_nothing_of_the_pull_request() -> None:
    workflow = read(COMMENT)
    assert list(workflow[True]) == ["workflow_run"]
    assert workflow[True]["workflow_run"]["workflows"] == [read(ROWS)["name"]]
    for fetched in values(workflow, "with"):
        assert fetched == {"sparse-checkout": ".github/scripts", "persist-credentials": False}
    script = (GITHUB / "scripts/comment.py").read_text(encoding="utf-8")
    assert "extract" not in script
    assert not re.search(r"\b(?:exec|eval|shell=True)\b", script)


def test_the_one_that_reads_rows_installs_from_the_base_alone() -> None:
    steps = steps_of(ROWS)
    assert [s["run"] for s in steps if INSTALLATION in s.get("run", "")] == ["python -m pip install --quiet ./base"]
    assert all(step["env"]["PYTHONSAFEPATH"] == "1" for step in steps)


def test_the_sums_of_a_release_are_attested_once_they_hold(tmp_path: Path) -> None:
    jobs = read(RELEASE)["jobs"]
    assert {"subject-checksums": "out/beside/SHA256SUMS"} in [*values(jobs["release"], "with")]
    assert f'cp {storage.CHECKSUMS} "$out/beside/frozen-SHA256SUMS"' in (ROOT / ".ci/build").read_text(encoding="utf-8")
    (step,) = (step for step in jobs["build"]["steps"] if "working-directory" in step)
    folder = tmp_path / step["working-directory"]
    shutil.copytree(ROOT / storage.RELEASES, folder)

    def passes(tag: str) -> bool:
        script = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        environment = os.environ | {"GITHUB_REF_NAME": tag}
        return not subprocess.run(script, cwd=folder, env=environment, capture_output=True).returncode

    older, newest = [*storage.releases()][-2:]
    assert [passes(f"v{version}") for version in (newest, older, "9.9.9")] == [True, False, False]
    (folder / f"{older}.zip").write_bytes(b"other")
    assert not passes(f"v{newest}")


def test_tests_are_those_that_everybody_runs() -> None:
    scripts = [script for script in values(read(GITHUB / "workflows/tests.yml"), "run") if script.startswith(".ci/")]
    assert scripts == [".ci/run", ".ci/coverage", ".ci/frames", ".ci/metadata"]
    assert all(os.access(ROOT / script, os.X_OK) for script in scripts)
    assert os.access(GITHUB / "scripts/judge.sh", os.X_OK)
    assert os.access(GITHUB / "scripts/report.sh", os.X_OK)


def test_hooks_of_pre_commit(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no schema for them at hand: the fields that pre-commit asks for, and a run of the one that judges."""
    hooks = {hook["id"]: hook for hook in read(ROOT / ".pre-commit-hooks.yaml")}
    assert set(hooks) == {"caucasus-data-validate", "caucasus-data-fmt"}
    known = {"id", "name", "description", "entry", "args", "language", "files", "pass_filenames", "require_serial"}
    for hook in hooks.values():
        assert {"id", "name", "entry", "language"} <= set(hook) <= known
        assert hook["language"] == "python"
        assert hook["entry"].startswith("caucasus-data ")
        assert re.search(hook["files"], "data/events.csv")
        assert not re.search(hook["files"], "README.md")
    judge = hooks["caucasus-data-validate"]
    monkeypatch.chdir(data.parent)
    assert main([*shlex.split(judge["entry"])[1:], *judge["args"]]) == 0


def test_forms_ask_for_tables_that_there_are() -> None:
    (options,) = values(read(GITHUB / "ISSUE_TEMPLATE/missing-fact.yml"), "options")
    assert options == [name for name in TABLES if name != "withdrawn"]


def test_forms_name_commands_that_there_are() -> None:
    texts = [p.read_text(encoding="utf-8") for p in [*SCHEMAS, GITHUB / "pull_request_template.md"]]
    named = {verb for text in texts for verb in re.findall("`caucasus-data ([a-z]+)", text)}
    assert named
    for verb in named:
        with pytest.raises(SystemExit, match="0"):
            main([verb, "--help"])


# the steps, on a repository


def touch(marker: Path) -> str:
    return f"import pathlib; pathlib.Path({str(marker)!r}).touch()\n"


class Repository:
    """A repository with the packaged rows, and branches that change them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.marker = folder, folder.parent / "ran"
        git(folder, "init", "--quiet", "--initial-branch", "main")
        git(folder, "config", "uploadpack.allowAnySHA1InWant", "true")
        self.data = folder / "data"
        shutil.copytree(storage.root() / "data", self.data, ignore=shutil.ignore_patterns("releases"))
        shutil.copytree(GITHUB, folder / ".github")
        self._commit()

    def pull(self, name: str) -> str:
        """Make a pull request of a branch, and return the commit that it proposes."""
        git(self.folder, "checkout", "--quiet", "-B", name, "main")
        getattr(self, f"_{name}")()
        head = self._commit()
        git(self.folder, "checkout", "--quiet", "--detach", "main")
        git(self.folder, "merge", "--quiet", "--no-ff", "--message", "merge", name)
        git(self.folder, "update-ref", "refs/pull/7/merge", "HEAD")
        git(self.folder, "checkout", "--quiet", "main")
        return head

    def _commit(self) -> str:
        git(self.folder, "add", "--all")
        git(self.folder, "commit", "--quiet", "--message", "test")
        return git(self.folder, "rev-parse", "HEAD")

    def _good(self) -> None:
        """Rows are added and changed, and code comes along that is not to be run."""
        events, participants = (read_csv(self.data / f"{name}.csv") for name in ("events", "participants"))
        new = events[-1] | {"event_id": f"{events[-1]['event_id']}-again", "title": "Something that never happened"}
        events[0]["title"] = "Said in other words"
        write_csv(self.data / "events.csv", [*events, new])
        part = participants[0] | {"event_id": new["event_id"], "actor_id": "armenia"}
        write_csv(self.data / "participants.csv", [*participants, part])
        for path in ("sitecustomize.py", "caucasus_data.py", "polars.py", "data/sitecustomize.py", "data/polars.py"):
            (self.folder / path).write_text(touch(self.marker), encoding="utf-8")
        for path in ("judge.sh", "report.sh"):
            command(self.folder / ".github/scripts", path, f"touch {self.marker}\n")

    def _bad(self) -> None:
        events = read_csv(self.data / "events.csv")
        for event in events[: PER_STEP + 5]:
            event["credibility"] = "9"
        events[0]["note"] = "::error::<img src=x> @everyone |"
        write_csv(self.data / "events.csv", events)
        with (self.data / "names.csv").open("a", encoding="utf-8") as file:
            file.write('"armenia\n')

    def _linked(self) -> None:
        (self.data / "events.csv").unlink()
        (self.data / "events.csv").symlink_to("/etc/passwd")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return Repository(tmp_path_factory.mktemp("repository") / "git")


Judge = Callable[[str], tuple[Ran, Runner]]


@pytest.fixture(scope="module")
def judged(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> Judge:
    """The check of a branch, run once."""

    @cache
    def judge(branch: str) -> tuple[Ran, Runner]:
        repository.pull(branch)
        told = {"github.event.pull_request.number": "7"}
        runner = Runner(tmp_path_factory.mktemp(branch), told, repository.folder, "refs/pull/7/merge")
        return runner.run(steps_of(ROWS)), runner

    return judge


def handed_over(ran: Ran, name: str) -> str:
    assert ran.artifact
    with zipfile.ZipFile(ran.artifact) as archive:
        return archive.read(name).decode()


def test_good_rows_pass_and_are_told(judged: Judge) -> None:
    ran, _ = judged("good")
    assert (ran.status, "::error" in ran.printed) == (0, False)
    assert ran.summary.startswith("### No faults found")
    assert "\n\n### What changes in the rows\n\n| table |" in ran.summary
    assert "\n| `events` | 1 | 1 | 0 |\n| `participants` | 1 | 0 | 0 |\n" in ran.summary
    assert "calls for a **minor** step" in ran.summary
    assert "| <code>Said in other words</code> |\n" in ran.summary
    assert handed_over(ran, "comment.md") == ran.summary
    assert handed_over(ran, "number") == "7\n"
    assert json.loads(handed_over(ran, "findings.json"))["summary"]["errors"] == 0


def test_of_a_pull_request_nothing_but_files_of_data_is_fetched_and_nothing_is_run(
    judged: Judge, repository: Repository
) -> None:
    _, runner = judged("good")
    assert {path.name for path in (runner.workspace / "pr").iterdir()} == {".git", "data"}
    assert (runner.workspace / "pr/data/polars.py").exists()
    assert not repository.marker.exists()


def test_bad_rows_fail_with_the_first_faults_on_their_lines_and_the_rest_in_the_summary(judged: Judge) -> None:
    ran, _ = judged("bad")
    assert ran.status == 1
    lines = ran.printed.splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["::error"] * PER_STEP + ["::notice"]
    assert lines[0].startswith("::error file=data/events.csv,line=2,")
    findings = json.loads(handed_over(ran, "findings.json"))["findings"]
    assert f"::{len(findings) - PER_STEP} more findings in the summary of this job" in lines[-1]
    assert len(findings) > PER_STEP + 5
    for finding in findings:
        assert f"\n| {finding['line']} | {finding['field'].replace('_', '&#95;')} |" in ran.summary
    assert "(the findings say why): `names`." in ran.summary
    assert "\n| `events` | 0 | " in ran.summary
    assert "<img" not in ran.summary
    assert "@" not in ran.summary
    assert json.loads(handed_over(ran, "findings.sarif"))["version"] == "2.1.0"
    assert handed_over(ran, "comment.md") == ran.summary


def test_what_cannot_be_judged_says_why(judged: Judge) -> None:
    ran, _ = judged("linked")
    assert ran.status == 2
    assert ran.summary.startswith("### The rows could not be judged\n\n    caucasus-data: cannot read data/events.csv")
    assert "(the findings say why): `events`." in ran.summary
    assert "root:" not in ran.summary


# the comment


class Forge:
    """Stands in for `gh api`: it answers by path, and remembers what it was sent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.answers: dict[str, Any] = {}
        script = f"""#!{sys.executable}
import json, pathlib, sys
folder, arguments = pathlib.Path({str(folder)!r}), sys.argv[2:]
path = next(a for a in arguments if a.startswith("repos/")).partition("?")[0]
if "--method" in arguments:
    told = json.load(sys.stdin)
    with (folder / "sent").open("a") as sent:
        sent.write(json.dumps([arguments[1], path, told.get("body", told)]) + "\\n")
    print(json.dumps({{"sha": f"sha of {{path}}", "html_url": "https://example.org/pull"}}))
elif path.endswith("/zip"):
    sys.stdout.buffer.write((folder / "zip").read_bytes())
else:
    answer = json.loads((folder / "answers").read_text())[path]
    print(json.dumps([answer] if "--slurp" in arguments else answer))
"""
        command(folder / "bin", "gh", script)

    def sent(self) -> list[list[Any]]:
        file = self.folder / "sent"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def archive(members: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, text in members.items():
            zipped.writestr(name, text)
    return buffer.getvalue()


REPORT = {"number": "7\n", "comment.md": "### No faults found\n"}
RUN, PULL, ISSUE = "repos/o/r/actions/runs/5/artifacts", "repos/o/r/pulls/7", "repos/o/r/issues/7/comments"


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    """A pull request whose rows were judged in run 5, with comments by others."""
    forge = Forge(tmp_path / "forge")
    comments = [
        {"id": 1, "user": {"login": "somebody"}, "body": "<!-- contributed-rows -->"},
        {"id": 2, "user": {"login": "github-actions[bot]"}, "body": "Welcome"},
    ]
    forge.answers = {
        RUN: {"artifacts": [{"id": 9, "size_in_bytes": 1000}]},
        PULL: {"head": {"sha": "c0ffee"}, "changed_files": 1},
        f"{PULL}/files": [{"filename": "data/events.csv"}],
        ISSUE: comments,
    }
    return forge


@pytest.fixture
def post(forge: Forge, repository: Repository, tmp_path: Path) -> Callable[[bytes], Ran]:
    told = {"github.token": "t", "github.event.workflow_run.id": "5", "github.event.workflow_run.head_sha": "c0ffee"}

    def post(content: bytes) -> Ran:
        (forge.folder / "zip").write_bytes(content)
        (forge.folder / "answers").write_text(json.dumps(forge.answers))
        runner = Runner(tmp_path / "runner", told, repository.folder, "main")
        path = f"{forge.folder}/bin{os.pathsep}{os.environ['PATH']}"
        given = {"PATH": path, "GITHUB_REPOSITORY": "o/r", "GITHUB_SERVER_URL": "https://example.org"}
        return runner.run(steps_of(COMMENT), {**os.environ, **given})

    return post


def test_the_report_of_the_check_becomes_a_comment(forge: Forge, post: Callable[[bytes], Ran], judged: Judge) -> None:
    ran, _ = judged("bad")
    assert ran.artifact
    assert post(ran.artifact.read_bytes()).status == 0
    ((method, path, body),) = forge.sent()
    assert (method, path) == ("POST", ISSUE)
    assert body == (
        f"<!-- contributed-rows -->\n{ran.summary}\n\n"
        "Judged at c0ffee; [the run](https://example.org/o/r/actions/runs/5) has the findings in full.\n"
    )


def test_a_comment_is_renewed(forge: Forge, post: Callable[[bytes], Ran]) -> None:
    own = {"id": 3, "user": {"login": "github-actions[bot]"}, "body": "<!-- contributed-rows -->\nold"}
    forge.answers[ISSUE].append(own)
    assert post(archive(REPORT)).status == 0
    ((method, path, _),) = forge.sent()
    assert (method, path) == ("PATCH", "repos/o/r/issues/comments/3")


def test_a_long_comment_is_cut_between_lines(forge: Forge, post: Callable[[bytes], Ran]) -> None:
    assert post(archive(REPORT | {"comment.md": "| a line |\n" * 9000})).status == 0
    ((_, _, body),) = forge.sent()
    assert 59_000 < len(body) < 65_536
    assert "| a line |\n\n… and more, which the summary of the run shows.\n\nJudged at" in body


BOMB = {"comment.md": "x" * 1_000_001}


@pytest.mark.parametrize(
    ("content", "answers", "reason"),
    [
        (archive(REPORT), {RUN: {"artifacts": []}}, "no report"),
        (archive(REPORT), {RUN: {"artifacts": [{"id": 9, "size_in_bytes": 10**9}]}}, "too large"),
        (archive(REPORT | BOMB), {}, "too large"),
        (b"not an archive", {}, "not of its form"),
        (archive({"number": "7"}), {}, "not of its form"),
        (archive(REPORT | {"number": "8/../7"}), {}, "does not name a pull request"),
        (archive(REPORT | {"number": "٧"}), {}, "does not name a pull request"),
        (archive(REPORT), {PULL: {"head": {"sha": "decade"}, "changed_files": 1}}, "another commit"),
        (archive(REPORT), {PULL: {"head": {"sha": "c0ffee"}, "changed_files": 3001}}, "too many files"),
        (archive(REPORT), {f"{PULL}/files": [{"filename": ".github/workflows/new.yml"}]}, "changes the workflows"),
        (
            archive(REPORT),
            {f"{PULL}/files": [{"filename": "x", "previous_filename": ".github/workflows/comment.yml"}]},
            "changes the workflows",
        ),
    ],
)
def test_what_may_not_be_the_report_of_the_check_is_not_posted(
    forge: Forge, post: Callable[[bytes], Ran], content: bytes, answers: dict[str, Any], reason: str
) -> None:
    forge.answers |= answers
    ran = post(content)
    assert ran.status == 0
    assert ran.printed.startswith("::warning::no comment: the ")
    assert reason in ran.printed
    assert forge.sent() == []


# forms that become rows


def fill(form: str, **answers: str) -> str:
    """What the forge makes of a form: the examples, but for what is told."""
    told = []
    for element in read(GITHUB / f"ISSUE_TEMPLATE/{form}.yml")["body"]:
        about = element["attributes"]
        if "label" in about:
            label = about["label"]
            told.append(f"### {label}\n\n{answers.get(label) or '_No response_'}")
    return "\n\n".join(told)


EVENT = {
    "events: title": "Something happens",
    "events: start_date": "2024-06-12",
    "events: type": "meeting",
    "events: credibility": "2",
    "sources: title": "A report of it",
    "sources: publisher": "Press",
    "sources: url": "https://example.org/report",
    "sources: language": "en",
    "sources: type": "news",
    "participants": "armenia party",
}


def propose(forge: Forge, repository: Repository, tmp_path: Path, body: str) -> tuple[Ran, Path]:
    """Both jobs, one after the other."""
    steps = {name: job["steps"] for name, job in read(PROPOSALS)["jobs"].items()}
    told = {"github.event.issue.body": body, "github.event.issue.updated_at": "2026-11-29T10:00:00Z"}
    runner = Runner(tmp_path / "judge", told, repository.folder, "main")
    ran = runner.run([{"env": {}, **step} for step in steps["judge"]])
    report = runner.workspace / "report"
    if ran.status == 0 and report.exists():
        (forge.folder / "answers").write_text(json.dumps(forge.answers))
        path = f"{forge.folder}/bin{os.pathsep}{os.environ['PATH']}"
        given = {"PATH": path, "GITHUB_REPOSITORY": "o/r", "NUMBER": "7", "BASE": "c0ffee", "BRANCH": "main"}
        (script,) = values(steps["tell"], "run")
        command = [sys.executable, str(ROOT / script.split()[1]), str(report)]
        done = subprocess.run(command, env={**os.environ, **given}, capture_output=True, text=True)
        return ran._replace(status=done.returncode, printed=done.stderr), report
    return ran, report


@pytest.fixture
def asked(forge: Forge) -> Forge:
    forge.answers |= {
        "repos/o/r/git/trees/c0ffee:data": {"tree": [{"path": f"{name}.csv"} for name in TABLES]},
        "repos/o/r/git/commits/c0ffee": {"tree": {"sha": "tree"}},
        "repos/o/r/git/matching-refs/heads/issue-7": [],
        "repos/o/r/pulls": [],
    }
    return forge


def test_a_form_becomes_a_pull_request(asked: Forge, repository: Repository, tmp_path: Path) -> None:
    ran, report = propose(asked, repository, tmp_path, fill("new-event", **EVENT))
    assert ran.status == 0, ran.printed
    changed = {path.name for path in (report / "data").iterdir()}
    assert changed == {"events.csv", "participants.csv", "sources.csv"}
    *made, pull, comment = asked.sent()
    assert [path.removeprefix("repos/o/r/git/") for _, path, _ in made] == ["blobs"] * 3 + ["trees", "commits", "refs"]
    assert {entry["path"] for entry in made[3][2]["tree"]} == {f"data/{name}" for name in changed}
    assert (made[4][2]["parents"], made[5][2]["ref"]) == (["c0ffee"], "refs/heads/issue-7")
    assert pull[1] == "repos/o/r/pulls"
    assert "closes #7" in pull[2]
    assert comment[1] == ISSUE
    assert comment[2].startswith("<!-- proposal -->\n### No faults found")
    assert "evt-2024-something-happens" in comment[2]


def test_a_form_that_fails_gets_the_findings(asked: Forge, repository: Repository, tmp_path: Path) -> None:
    asked.answers[ISSUE].append({"id": 3, "user": {"login": "github-actions[bot]"}, "body": "<!-- proposal -->"})
    body = fill("new-event", **EVENT | {"events: start_date": "12.06.2024 @everyone"})
    ran, report = propose(asked, repository, tmp_path, body)
    assert ran.status == 0, ran.printed
    assert not [*(report / "data").iterdir()]
    ((method, path, told),) = asked.sent()
    assert (method, path) == ("PATCH", "repos/o/r/issues/comments/3")
    assert "### 1 fault found" in told
    assert "start&#95;date" in told
    assert "@everyone" not in told


def test_a_form_that_cannot_be_read_says_why(asked: Forge, repository: Repository, tmp_path: Path) -> None:
    body = fill("wrong-row", row="evt-2020-ceasefire-statment", column="title", value="x")
    ran, _ = propose(asked, repository, tmp_path, body)
    assert ran.status == 0, ran.printed
    ((_, _, told),) = asked.sent()
    assert "### The form could not be read\n\n    caucasus-data: unknown row 'evt-2020-ceasefire-statment'" in told


def test_an_issue_of_another_kind_is_left_alone(asked: Forge, repository: Repository, tmp_path: Path) -> None:
    ran, report = propose(asked, repository, tmp_path, "### Hello\n\nI like maps.")
    assert (ran.status, report.exists(), asked.sent()) == (0, False, [])


@pytest.mark.parametrize("name", ["secrets.csv", "Events.csv", "link"])
def test_what_is_no_table_is_not_proposed(asked: Forge, tmp_path: Path, name: str) -> None:
    report = tmp_path / "report"
    (report / "data").mkdir(parents=True)
    (report / "comment.md").write_text("x")
    if name == "link":
        (report / "data/events.csv").symlink_to("/etc/passwd")
    else:
        (report / "data" / name).write_text("x")
    (asked.folder / "answers").write_text(json.dumps(asked.answers))
    path = f"{asked.folder}/bin{os.pathsep}{os.environ['PATH']}"
    given = {"PATH": path, "GITHUB_REPOSITORY": "o/r", "NUMBER": "7", "BASE": "c0ffee", "BRANCH": "main"}
    script = [sys.executable, str(GITHUB / "scripts/propose.py"), str(report)]
    done = subprocess.run(script, env={**os.environ, **given}, capture_output=True, text=True)
    assert "is no table of this repository" in done.stderr
    assert asked.sent() == []


# the links


def tell(forge: Forge, text: str) -> None:
    report = forge.folder / "links.md"
    report.write_text(text, encoding="utf-8")
    (forge.folder / "answers").write_text(json.dumps(forge.answers))
    path = f"{forge.folder}/bin{os.pathsep}{os.environ['PATH']}"
    given = {"PATH": path, "GITHUB_REPOSITORY": "o/r", "GITHUB_SERVER_URL": "https://example.org", "GITHUB_RUN_ID": "5"}
    script = str(GITHUB / "scripts/links.py")
    subprocess.run([sys.executable, script, str(report)], env={**os.environ, **given}, check=True)


LOST, WELL = "### 2 sources whose address leads nowhere\n", "### 0 sources whose address leads nowhere\n"


def test_lost_links_open_one_issue_and_renew_it(forge: Forge) -> None:
    stranger = {"number": 3, "user": {"login": "somebody"}, "body": "<!-- links -->"}
    forge.answers["repos/o/r/issues"] = [stranger]
    tell(forge, WELL)
    assert forge.sent() == []
    tell(forge, LOST)
    ((method, path, body),) = forge.sent()
    assert (method, path) == ("POST", "repos/o/r/issues")
    assert body.startswith(f"<!-- links -->\n{LOST}\n\n[The run](https://example.org/o/r/actions/runs/5)")
    forge.answers["repos/o/r/issues"] = [
        stranger,
        {"number": 8, "user": {"login": "github-actions[bot]"}, "body": body},
    ]
    tell(forge, LOST)
    tell(forge, WELL)
    assert [sent[:2] for sent in forge.sent()[1:]] == [["PATCH", "repos/o/r/issues/8"]] * 2


# the action


def act(home: Path, workspace: Callable[[Path], object], **inputs: str) -> Ran:
    """The action on a workspace, with the code under test where it would install the package."""
    defaults = {name: declared["default"] for name, declared in read(ACTION)["inputs"].items()}
    told = {f"inputs.{name}": value for name, value in (defaults | inputs).items()}
    runner = Runner(home / "runner", told | {"github.action_path": str(ROOT)})
    referee(runner.temp / "caucasus-data/bin")
    workspace(runner.workspace)
    return runner.run(steps_of(ACTION))


def test_the_action_judges_a_folder(tmp_path: Path, data: Path) -> None:
    ran = act(tmp_path, lambda workspace: shutil.copytree(data, workspace / "data"))
    assert (ran.status, "::error" in ran.printed) == (0, False)
    assert ran.summary.startswith("### No faults found")


def test_the_action_judges_files_whose_names_hold_spaces(tmp_path: Path, data: Path) -> None:
    def put(workspace: Path) -> None:
        (workspace / "my rows").mkdir()
        for name in ("events", "names"):
            shutil.copy(data / f"{name}.csv", workspace / "my rows")
        with (workspace / "my rows/names.csv").open("a", encoding="utf-8") as file:
            file.write("x\n")

    ran = act(tmp_path, put, path="my rows/events.csv\nmy rows/names.csv\n")
    assert ran.status == 1
    assert ran.printed.startswith("::error file=my rows/names.csv,line=")
    assert ran.summary.startswith("### 1 fault found\n")
    for number, path in enumerate(["no such folder", "--help", "", " ", "\n\n", "-"]):
        ran = act(tmp_path / str(number), put, path=path)
        assert (ran.status, ran.printed.count("\n")) in {(2, 0), (2, 1)}, path


def test_warnings_count_where_the_action_is_strict(tmp_path: Path, data: Path) -> None:
    sources = read_csv(data / "sources.csv")
    last = sources[-1] | {"source_id": f"{sources[-1]['source_id']}-again", "url": "https://example.org/unused"}
    write_csv(data / "sources.csv", [*sources, last])

    def put(workspace: Path) -> object:
        return shutil.copytree(data, workspace / "data")

    assert act(tmp_path / "lax", put).status == 0
    ran = act(tmp_path / "strict", put, strict="true")
    assert (ran.status, ran.printed.partition(" ")[0]) == (1, "::warning")


@pytest.mark.parametrize(("version", "package"), [("", str(ROOT)), ("0.1.0", "caucasus-data==0.1.0")])
def test_the_action_installs_itself_or_a_release(version: str, package: str, tmp_path: Path) -> None:
    """With a Python that makes an environment of itself and says what it is asked to install."""
    script = 'if [ "$2" = venv ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; else echo "$@"; fi\n'
    python = command(tmp_path / "python", "python", f"#!/bin/sh\n{script}")
    (install,) = (step for step in steps_of(ACTION) if INSTALLATION in step.get("run", ""))
    given = {"ACTION": str(ROOT), "PYTHON": str(python), "VERSION": version, "RUNNER_TEMP": str(tmp_path)}
    done = subprocess.run(
        ["bash", "-e", "-c", install["run"]], env=os.environ | given, check=True, capture_output=True, text=True
    )
    assert done.stdout == f"-m pip install --quiet {package}\n"
    assert set(install["env"]) == {*given, "PYTHONSAFEPATH"} - {"RUNNER_TEMP"}
