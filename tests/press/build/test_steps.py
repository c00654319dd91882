"""Rule: a step follows the notebooks; it is done anew for its own reasons alone, whole or not at all."""

from __future__ import annotations

import io
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from press.build.build import build
from press.build.manifest import Manifest
from press.build.screen import Screen, closing
from press.command.clean import clean
from press.ground.fault import Fault

from .conftest import FILES, Study, point_to
from .printed_study import SOURCES

END = "    # BEFORE THE END\n"
PAPER_FILES = {"paper/manuscript.pdf", "paper/sources.csv"}
SITE_FILES = {"site/index.html", "site/pages/glossary/index.html", "site/_static/around.js"}


@pytest.fixture(scope="module")
def _printed(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A stand-in study with a paper and a site, built once; tests work on copies of it."""
    study = Study(tmp_path_factory.mktemp("printed"))
    ours = {name: text for name, text in FILES.items() if not name.startswith("notebooks/")} | SOURCES
    for relative, text in ours.items():
        study.write(relative, text)
    shutil.copy(root / "jupytext.toml", study.root)
    with pytest.MonkeyPatch.context() as patch:
        point_to(patch, study.root)
        outcome = study.build()
        assert set(outcome.ran) == {"1_count", "paper", "site"}, study.said
        assert outcome.shows == ["paper/manuscript.pdf", "site/index.html"]
    return study.root


@pytest.fixture
def printed(_printed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Study:
    """A built study with a paper and a site, of the test's own."""
    folder = tmp_path / "study"
    shutil.copytree(_printed, folder)
    point_to(monkeypatch, folder)
    return Study(folder)


def changed(study: Study, before: dict[str, bytes]) -> set[str]:
    """The published files that are not as they were."""
    now = study.published()
    return {name for name in before | now if before.get(name) != now.get(name)}


def test_all_builds_them_and_a_second_build_makes_nothing(printed: Study) -> None:
    before = printed.published()
    assert before.keys() >= PAPER_FILES | SITE_FILES
    assert b"There were 5 of them." in before["site/index.html"]
    outcome = printed.build()
    assert outcome.ran == {}
    assert outcome.current == ["1_count", "paper", "site"]
    assert printed.published() == before
    assert closing(outcome)[-1].startswith("look at     site/index.html, paper/manuscript.pdf, notebooks/*.ipynb")


@pytest.mark.parametrize(
    ("path", "old", "new", "runs", "why"),
    [
        ("paper/manuscript.md", "There were", "We met", {"paper", "site"}, "paper/manuscript.md changed"),
        ("src/standin/printing.py", "plain", "bold", {"paper", "site"}, "src/standin/printing.py changed"),
        ("src/standin/alone.py", "nothing", "nobody", {"site"}, "src/standin/alone.py changed"),
        ("paper/pages/glossary.md", "Glossary", "Words", {"site"}, "paper/pages/glossary.md changed"),
        ("README.md", "Read me", "Read this", {"site"}, "README.md changed"),
        ("notebooks/1_count.md", "Some prose.", "Other prose.", {"site"}, "notebooks/1_count.ipynb changed"),
        (
            "notebooks/1_count.md",
            "How many there are",
            "How many there were",
            {"paper", "site"},
            "what the notebooks say of where each number was made changed",
        ),
        ("src/standin/count.py", "4", "5", {"1_count", "paper", "site"}, "paper/results/count.csv changed"),
    ],
)
def test_a_change_makes_what_depends_on_it(
    printed: Study, path: str, old: str, new: str, runs: set[str], why: str
) -> None:
    printed.edit(path, old, new)
    assert printed.ran() == runs, printed.said
    assert why in printed.said
    assert printed.ran() == set()


@pytest.mark.parametrize(("path", "step"), [("paper/sources.csv", "paper"), ("site/index.html", "site")])
def test_an_altered_output_is_brought_back(printed: Study, path: str, step: str) -> None:
    before = printed.published()
    printed.edit(path, before[path].decode().split()[0], "altered")
    assert printed.brought_back() == {step}
    assert f"{path} was altered" in printed.said
    assert printed.published() == before


def test_another_function_makes_the_step_anew(printed: Study) -> None:
    printed.edit(
        "src/standin/printing.py",
        "def write_site(",
        "def write_site_too(*what):\n    write_site(*what)\n\n\ndef write_site(",
    )
    printed.build()
    printed.edit("src/standin/study.py", "printing:write_site", "printing:write_site_too")
    with pytest.MonkeyPatch.context() as patch:
        point_to(patch, printed.root)
        assert printed.ran() == {"site"}
        assert printed.ran() == set()


def test_what_is_last_waits_for_all_that_is_printed(printed: Study) -> None:
    """As a certificate that names every file of the paper and the site: of both as they are now."""
    printed.edit("src/standin/study.py", "import Parameter, Study", "import Parameter, Step, Study")
    reads, writes = ("paper", "!paper/whole.txt", "site"), ("paper/whole.txt",)
    last = f'Step("whole", calls="standin.whole:whole", reads={reads}, writes={writes})'
    printed.edit("src/standin/study.py", "    prints=(),", f"    prints=(),\n    last=({last},),")
    printed.write(
        "src/standin/whole.py",
        "def whole(root, out, _provenance):\n"
        '    (out / "paper").mkdir(parents=True)\n'
        '    (out / "paper/whole.txt").write_text((root / "site/index.html").read_text())\n',
    )
    with pytest.MonkeyPatch.context() as patch:
        point_to(patch, printed.root)
        assert "whole" in printed.ran()
        printed.edit("notebooks/1_count.md", "how_many(seed)", "how_many(seed) + 1")
        assert printed.ran() == {"1_count", "paper", "site", "whole"}
        assert printed.read("paper/whole.txt") == printed.read("site/index.html")
        assert printed.ran() == set()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "follows=()",
            'follows=("nothing",)',
            "the step paper follows nothing, which is no step; there are",
        ),
        ("follows=()", 'follows=("site",)', "these steps follow each other in a circle: "),
        ("standin.printing:write_paper", "elsewhere:write_paper", "elsewhere:write_paper, which is not there: "),
    ],
)
def test_a_step_that_cannot_be_placed_is_one_message(printed: Study, old: str, new: str, message: str) -> None:
    printed.edit("src/standin/study.py", "            PAPER,\n", "            PAPER,\n            follows=(),\n")
    printed.edit("src/standin/study.py", old, new)
    with pytest.MonkeyPatch.context() as patch:
        point_to(patch, printed.root)
        with pytest.raises(Fault, match=f"^{message}"):
            printed.build()


def test_what_python_leaves_in_its_own_folders_is_no_reason(printed: Study) -> None:
    printed.write("src/standin/__pycache__/count.pyc", "compiled")
    assert printed.ran() == set()


def test_a_word_of_the_manuscript_changes_the_paper_and_the_page_that_shows_it(printed: Study) -> None:
    before = printed.published()
    printed.edit("paper/manuscript.md", "There were", "We met")
    printed.build()
    assert changed(printed, before) == {"paper/manuscript.md", "paper/manuscript.pdf", "site/index.html"}


def test_a_fault_in_a_text_is_its_message_and_nothing_changes(printed: Study) -> None:
    printed.edit("paper/manuscript.md", "{count.n}", "{missing}")
    before = printed.published()
    message = r'^paper/manuscript.md, line 3: no result has the id missing - in "There were {missing} of them."$'
    with pytest.raises(Fault, match=message):
        printed.build()
    assert "paper  stopped; what it had published is as it was" in printed.said
    assert printed.published() == before
    printed.edit("paper/manuscript.md", "{missing}", "{count.n}")
    assert printed.ran() == set()  # as before: nothing had been lost


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("raise KeyError('page')", "KeyError: 'page'"),
        ("os._exit(3)", "was it out of memory? (exit status 3)"),
        ("os.kill(os.getpid(), 9)", "was it out of memory? (exit status -9)"),
    ],
    ids=["an error", "leaving in the middle", "killed"],
)
def test_an_error_of_its_own_names_the_step_and_the_log_and_nothing_changes(
    printed: Study, line: str, message: str
) -> None:
    before = printed.published()
    printed.edit("src/standin/printing.py", END, f"    {line}\n")
    outcome = printed.build()
    assert outcome.exit_code == 1
    (failure,) = outcome.failed
    assert failure.name == "paper"
    assert failure.problem.splitlines()[0].endswith(message)
    assert failure.problem.splitlines()[1] == "all that it said is in .build/logs/paper.log"
    assert outcome.blocked == {"site": "paper"}
    assert "paper stopped" in printed.said
    assert "Traceback" not in printed.said
    assert ("Traceback" in printed.read(".build/logs/paper.log")) == ("KeyError" in message)
    assert printed.published() == before


def test_neither_is_made_while_a_notebook_is_stopped(printed: Study) -> None:
    before = printed.published()
    printed.edit("src/standin/count.py", "return 4", "return 1 / 0 + 4")
    outcome = printed.build()
    assert outcome.blocked == {"paper": "1_count", "site": "1_count"}
    assert printed.published() == before


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("write(out / 'paper/manuscript.md', '')", "it wrote paper/manuscript.md, which is what it reads"),
        ("write(out / 'paper/results/count.csv', '')", "it wrote paper/results/count.csv, which is what it reads"),
        (
            "write(out / 'notebooks/1_count.ipynb', '')",
            "it wrote notebooks/1_count.ipynb, which it does not declare",
        ),
        ("write(out / 'site/index.html', '')", "it wrote site/index.html, which it does not declare under"),
        (
            "[each.unlink() for each in (out / 'paper').iterdir()]",
            "it did not write paper/manuscript.pdf, which it",
        ),
        ("write(out / 'paper/a.xml', str(root))", "paper/a.xml holds the path of the project's folder, which no other"),
        ("write(out / 'paper/a.js', str(root))", "paper/a.js holds the path of the project's folder, which no other"),
        ("write(out / 'paper/a.tex', str(object()))", "paper/a.tex holds an address in memory, which differs at every"),
    ],
)
def test_files_that_may_not_be_published_stop_it(printed: Study, line: str, message: str) -> None:
    before = printed.published()
    printed.edit("src/standin/printing.py", END, f"    {line}\n")
    (failure,) = printed.build().failed
    assert failure.problem.startswith(message)
    assert printed.published() == before


def test_files_that_it_makes_no_longer_go_with_their_folders(printed: Study) -> None:
    (printed.root / "paper/pages/glossary.md").unlink()
    printed.write("paper/pages/words.md", "# Words\n")
    assert printed.ran() == {"site"}
    pages = [path.name for path in (printed.root / "site/pages").iterdir()]
    assert pages == ["words"]


def test_the_style_is_chosen_for_one_build(printed: Study) -> None:
    assert printed.read("paper/manuscript.pdf").endswith("plain")
    assert printed.ran(style="apa") == {"paper", "site"}
    assert "parameter style: the paper's own -> apa" in printed.said
    assert printed.read("paper/manuscript.pdf").endswith("apa")
    assert printed.ran(style="apa") == set()
    assert printed.brought_back() == {"paper", "site"}
    assert printed.read("paper/manuscript.pdf").endswith("plain")


def test_of_the_citation_styles_only_the_one_that_is_used_counts(printed: Study) -> None:
    printed.ran(style="apa")
    printed.edit("paper/styles/vancouver.csl", "<style/>", "<style />")
    assert printed.ran(style="apa") == set()
    printed.edit("paper/styles/apa.csl", "<style/>", "<style />")
    assert printed.ran(style="apa") == {"paper"}
    assert "paper/styles/apa.csl changed" in printed.said


def test_an_unknown_style_stops_the_build_before_anything_runs(printed: Study) -> None:
    printed.edit("src/standin/count.py", "4", "5")
    with pytest.raises(Fault, match=r"^there is no citation style chicago; there are apa, vancouver$"):
        printed.build(style="chicago")
    assert printed.said == ""


def test_the_paper_is_made_without_the_site_and_the_site_with_the_paper(printed: Study) -> None:
    printed.edit("paper/manuscript.md", "There were", "We met")
    outcome = printed.build(last="paper")
    assert set(outcome.ran) == {"paper"}
    assert outcome.shows == ["paper/manuscript.pdf"]
    printed.edit("paper/manuscript.md", "We met", "We saw")
    assert printed.ran(last="site") == {"paper", "site"}


def test_what_has_no_source_is_left_out_of_all_and_told_when_asked_for(printed: Study) -> None:
    (printed.root / "paper/manuscript.md").unlink()
    outcome = printed.build()
    assert outcome.failed == []
    assert outcome.current == ["1_count"] and set(outcome.ran) == {"site"}
    with pytest.raises(Fault, match=r"^there is nothing to make the paper from: paper/manuscript\.md is missing$"):
        printed.build(last="paper")


def test_it_works_in_the_surroundings_of_a_notebook(printed: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    before = printed.published()
    printed.edit("README.md", "Read me", "Read this")
    printed.build()
    assert changed(printed, before) == {"site/index.html"}
    assert printed.read("site/_static/around.js") == "0\n1767225600"
    line = "write(out / 'paper/a.txt', '/'.join(Path(os.environ['PRESS_OUT']).relative_to(root).parts[:2]))"
    printed.edit("src/standin/printing.py", END, f"    {line}\n")
    printed.build()
    assert printed.read("paper/a.txt") == ".build/staging"


def test_the_record_says_what_it_rests_on_and_what_it_made(printed: Study) -> None:
    records = Manifest(printed.project).records
    assert set(records["paper"][0].outputs) == PAPER_FILES
    assert set(records["site"][0].outputs) == SITE_FILES
    assert records["paper"][0].basis.parameters == {
        "registry": "data/registry",
        "seed": 1,
        "style": "the paper's own",
    }
    basis = records["paper"][0].basis
    assert {"paper/manuscript.md", "paper/results/count.csv"} <= set(basis.inputs)
    assert "paper/tables/people.json" in basis.unread


def test_clean_removes_the_site_with_its_folders(printed: Study) -> None:
    made = {name for name in printed.published() if name.startswith("site/")} | PAPER_FILES
    assert made <= set(clean(printed.project).removed)
    assert not (printed.root / "site").exists()
    assert (printed.root / "paper/manuscript.md").exists()


def test_a_publication_that_was_cut_short_is_completed_at_the_next_start(
    printed: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed.edit("paper/pages/glossary.md", "Glossary", "Words")
    with monkeypatch.context() as patch:
        patch.setattr("press.build.release._carry_out", lambda *_: 1 / 0)  # the power fails
        with pytest.raises(ZeroDivisionError):
            printed.build()
    assert printed.ran() == set()
    assert "site  had been interrupted while being published; completed now" in printed.said
    assert "Words" in printed.read("site/pages/glossary/index.html")


class _Impatient(Screen):
    """A screen at which somebody presses Ctrl-C as soon as `wanted` says so."""

    wanted: Callable[[], bool]

    def draw(self) -> None:
        if self.wanted():
            signal.raise_signal(signal.SIGINT)


def test_stopping_by_hand_ends_its_process_and_changes_nothing(printed: Study, tmp_path: Path) -> None:
    before = printed.published()
    marker = tmp_path / "pid.txt"
    line = f"import time; Path({str(marker)!r}).write_text(str(os.getpid())); time.sleep(600)"
    printed.edit("src/standin/printing.py", END, f"    {line}\n")
    screen = _Impatient(io.StringIO())
    screen.wanted = lambda: marker.is_file() and marker.read_text() != ""
    with pytest.raises(KeyboardInterrupt):
        build(printed.project, {}, screen)
    assert not psutil.pid_exists(int(marker.read_text()))
    assert printed.published() == before
