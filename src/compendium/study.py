"""This study as the press knows it: its title, what a reader may choose, and what is checked before a build."""

from __future__ import annotations

from press.study import Parameter, Step, Study

PARAMETERS = {
    "registry": Parameter(
        "read another registry: its folder, filled-in template or mapping (default: the committed one)",
        "PLACE",
        folder=True,
        files="compendium.mapping.intake:files_of",
    ),
    "response": Parameter(
        "a response definition of data/definitions/responses.csv", "ID", row_of="data/definitions/responses.csv"
    ),
    "seed": Parameter("seed of every random draw", "N", int),
    "replicates": Parameter("bootstrap and Monte Carlo replicates", "N", int, least=1),
    "policy": Parameter("how small a count of real patients may be shown: publish-5 or strict-10", "NAME"),
}
# Which row each printed figure is held against: of the notebooks only the chapter on the abstract reads it.
PRINTED_ROWS = "data/definitions/published_sources.csv"
# Only of the simulated registry: what differs between two definitions could tell of the patients in whom they differ.
TURNED = Step(
    "turned",
    calls="compendium.exhibits.turned:write_turned",
    reads=("data/codebook.csv", "data/definitions", f"!{PRINTED_ROWS}", "data/analysis"),
    writes=("paper/results/turned*.csv",),
)
PRINTED = Step(
    "printed",
    calls="compendium.exhibits.printed_table:write_printed",
    reads=(
        "data/published.csv",
        PRINTED_ROWS,
        "data/codebook.csv",
        "paper/results/*.csv",
        "!paper/results/printed.csv",
    ),
    writes=("paper/results/printed.csv", "paper/tables/table_printed.*"),
    follows=("turned",),
)
# Nothing of patients is handed on before it was examined; where the registry is simulated, there is nothing to do.
GUARD = Step(
    "disclosure",
    calls="compendium.leaving.command:guard",
    reads=(
        *("paper/results/*.csv", "paper/tables/*", "paper/figures/*", "notebooks/*.ipynb", "data/analysis"),
        *(
            "data/definitions",
            "data/codebook.csv",
            "data/published.csv",
            "paper/allowed_digits.csv",
            "paper/references.bib",
        ),
    ),
    writes=("paper/disclosure*.json",),
    follows=("printed", "turned"),
    of_data=True,
    in_runs=True,
)
CERTIFICATE = Step(
    "certificate",
    calls="compendium.leaving.command:certify",
    reads=("paper", "!paper/disclosure_certificate.md", "site", *GUARD.reads),
    writes=("paper/disclosure_certificate*.md",),
    follows=("disclosure",),
    of_data=True,
    in_runs=True,
)
STUDY = Study(
    name="compendium",
    title="IVIg in inflammatory myopathies",
    parameters=PARAMETERS,
    preload=(
        *("pandas", "scipy.stats", "statsmodels.api", "pingouin", "firthmodels", "pandera.pandas", "seaborn"),
        *("matplotlib.backends.backend_agg", "matplotlib.backends.backend_pdf", "matplotlib.backends.backend_svg"),
        *("docx", "great_tables"),
    ),
    reads=("data/codebook.csv", "data/definitions", f"!{PRINTED_ROWS}"),
    paper_reads=("data/*.csv", "data/definitions"),
    site_reads=(
        "README.md",
        "DECISIONS.md",
        "data/README.md",
        "data/codebook.csv",
        "tests/press/toy_study",
        "data/registry",
        "data/definitions",
        f"!{PRINTED_ROWS}",
        "data/published.csv",
    ),
    check="compendium.check:before_build",
    steps=(TURNED, PRINTED, GUARD),
    last=(CERTIFICATE,),
    label="compendium.exhibits.labels:label",
    # No document on the simulated registry: beside results of patients it would say that there are no patients.
    takes=(
        *("src", "requirements.lock", "jupytext.toml", "notebooks/*.md"),
        "!notebooks/00_abstract.md",  # on the published abstract, whoever the patients are
        *("data/*.csv", "data/definitions", "data/error_rates", "data/multiverse", "paper/styles"),
        *(
            "paper/report.md",
            "paper/report_authors.yml",
            "paper/report_pages",
            "paper/references.bib",
            "paper/checklists.csv",
        ),
        "paper/allowed_digits.csv",
    ),
    readme_of_run="paper/about_a_run.md",
    origin=r"Simulated registry: no patient data\.|Registry: .+\.",
    checklists={
        "STROBE": "STROBE: observational studies",
        "RECORD": "RECORD: studies using routinely collected health data",
        "TRIPODAI": "TRIPOD+AI: prediction models",
    },
    site="compendium.exhibits.site_parts:site_parts",
    about_code="No patient data: these pages describe the program, and the registry that comes with it is simulated.",
)
