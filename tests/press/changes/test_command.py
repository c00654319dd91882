"""Rule: a reviewer is told every number that changed since a commit, with its cause, or in one sentence why not."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from ..command_line import press

TOY = Path(__file__).resolve().parents[1] / "toy_study"


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy study, built and committed with all that was made."""
    root = tmp_path_factory.mktemp("changes") / "toy"
    shutil.copytree(TOY, root)
    (root / ".gitignore").write_text(".build/\n/changes/\n__pycache__/\n", encoding="utf-8")
    first = press(root, "paper")
    assert first.returncode == 0, first.stderr
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=First")
    return root


@pytest.fixture
def toy(built: Path, tmp_path: Path) -> Path:
    """A copy of the built toy study, of which a test may change what it likes."""
    return Path(shutil.copytree(built, tmp_path / "toy"))


def test_nothing_changed_is_said_so(toy: Path) -> None:
    done = press(toy, "changes", "--since", "HEAD")
    assert done.returncode == 0, done.stderr
    assert "nothing changed in the paper since" in done.stdout
    assert not (toy / "changes").exists()


def test_since_what_must_be_said_and_be_known(toy: Path) -> None:
    assert "say since when: make changes SINCE=commit" in press(toy, "changes").stderr
    unknown = press(toy, "changes", "--since", "--nope")
    assert unknown.returncode == 2
    unknown = press(toy, "changes", "--since=nope")
    assert unknown.returncode == 2 and "there is no commit nope in this history" in unknown.stderr
    assert "Traceback" not in unknown.stderr


def test_a_folder_without_history_and_a_commit_without_a_paper_are_told(toy: Path) -> None:
    git(toy, "rm", "--quiet", "--cached", "paper/sources.csv")
    git(toy, "commit", "--quiet", "--message=Without")
    assert "holds no paper/sources.csv" in press(toy, "changes", "--since=HEAD").stderr
    shutil.rmtree(toy / ".git")
    assert "this folder has none" in press(toy, "changes", "--since=HEAD").stderr


def test_a_change_of_the_data_is_told_with_its_numbers_and_taken_away_by_clean(toy: Path) -> None:
    edit(toy / "data/rain.csv", "Cedar,January,70", "Cedar,January,72")
    done = press(toy, "changes", "--since=HEAD")
    assert done.returncode == 0, done.stderr + done.stdout
    assert "data: data/rain.csv" in done.stdout
    assert max(map(len, done.stdout.partition("since ")[2].splitlines())) <= 100
    table = (toy / "changes/numbers.csv").read_text(encoding="utf-8")
    assert table.startswith("text,place,result,kind,then,now,stored_then,stored_now,notebook,cause\n")
    assert "rain.millimetres.cedar.mean,changed,46.0,47.0,46,47,01_rain,data: data/rain.csv" in table
    word = (toy / "changes/manuscript.docx").read_bytes()
    assert press(toy, "changes", "--since=HEAD").returncode == 0
    assert (toy / "changes/manuscript.docx").read_bytes() == word
    assert press(toy, "clean").returncode == 0
    assert not (toy / "changes").exists()


def test_a_sentence_that_changed_is_tracked_and_a_number_that_it_asks_for_is_due_to_the_text(toy: Path) -> None:
    edit(
        toy / "paper/manuscript.md",
        "In Cedar {rain.millimetres.cedar.mean:d1}",
        "There {rain.millimetres.cedar.mean:int}",
    )
    done = press(toy, "changes", "--since=HEAD")
    assert done.returncode == 0, done.stderr + done.stdout
    assert "text: written in another way" in done.stdout and "46.0 -> 46" in done.stdout
    body = docx.Document(str(toy / "changes/manuscript.docx")).element.body
    assert "".join(each.text for each in body.xpath(".//w:del//w:delText")) == "In Cedar 46.0"
    assert "".join(each.text for each in body.xpath(".//w:ins//w:t")) == "There 46"


def test_code_that_changed_is_a_cause(toy: Path) -> None:
    edit(toy / "src/rain/__init__.py", "mean, key = sum(measured)", "mean, key = 1 + sum(measured)")
    done = press(toy, "changes", "--since=HEAD")
    assert done.returncode == 0, done.stderr + done.stdout
    assert "code: src/rain/__init__.py" in done.stdout


def test_the_changes_of_a_run_on_patients_are_refused(root: Path) -> None:
    done = press(root, "changes", "--since=HEAD", "--name=mycentre")
    assert done.returncode == 2
    assert "two versions side by side may tell a number that each of them hides" in done.stderr


def test_where_the_earlier_paper_cannot_be_composed_the_numbers_are_told_alone(toy: Path) -> None:
    edit(toy / "paper/manuscript.md", "In Cedar", "In {rain.nowhere.mean:d1} Cedar")
    git(toy, "commit", "--quiet", "--all", "--message=Broken")
    edit(toy / "paper/manuscript.md", "In {rain.nowhere.mean:d1} Cedar", "In Cedar")
    edit(toy / "data/rain.csv", "Cedar,January,70", "Cedar,January,72")
    done = press(toy, "changes", "--since=HEAD")
    assert done.returncode == 0, done.stderr + done.stdout
    assert "there is no changes/manuscript.docx: the paper of commit" in done.stdout
    assert "46.0 -> 47.0" in done.stdout
    assert [path.name for path in (toy / "changes").iterdir()] == ["numbers.csv"]


def test_a_clone_without_its_history_says_how_to_fetch_it(toy: Path, tmp_path: Path) -> None:
    first = git(toy, "rev-parse", "HEAD").strip()
    git(toy, "commit", "--quiet", "--allow-empty", "--message=Second")
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{toy}", "clone")
    said = press(tmp_path / "clone", "changes", f"--since={first}").stderr
    assert "git fetch --unshallow" in said


def test_a_file_of_the_authors_own_in_the_folder_stays(toy: Path) -> None:
    (toy / "changes").mkdir()
    (toy / "changes/letter.md").write_text("Dear editor", encoding="utf-8")
    assert press(toy, "changes", "--since=HEAD").returncode == 0
    assert press(toy, "clean").returncode == 0
    assert (toy / "changes/letter.md").is_file()


def test_the_supplement_is_tracked_as_the_main_text_is(toy: Path) -> None:
    supplement = toy / "paper/supplement.md"
    text = "---\ntitle: Supplement\n---\n\n# Gauges {#sec-gauges}\n\nEach gauge was read at noon.\n"
    supplement.write_text(text, encoding="utf-8")
    assert press(toy, "paper").returncode == 0
    git(toy, "add", "--all")
    git(toy, "commit", "--quiet", "--message=With a supplement")
    edit(supplement, "at noon", "at dusk")
    done = press(toy, "changes", "--since=HEAD")
    assert done.returncode == 0, done.stderr + done.stdout
    assert "changes/supplement.docx" in done.stdout and "changes/manuscript.docx" not in done.stdout
    body = docx.Document(str(toy / "changes/supplement.docx")).element.body
    assert "".join(each.text for each in body.xpath(".//w:del//w:delText")) == "noon."
    assert "".join(each.text for each in body.xpath(".//w:ins//w:t")) == "dusk."
    assert press(toy, "clean").returncode == 0
    assert not (toy / "changes").exists()
