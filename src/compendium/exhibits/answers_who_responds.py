"""The sentences below the exhibits on who responds: what each means, every number asked of the ledger by id."""

FOUR_CELLS = """
{?how many responded with Raynaud's phenomenon and without it| **In plain counts:** of
{predictors.raynaud.present.response.total:int} patients with Raynaud's phenomenon
{predictors.raynaud.present.response.count:few} responded
({predictors.raynaud.present.response.percent:percent0}); of {predictors.raynaud.absent.response.total:int} without it,
{predictors.raynaud.absent.response.count:few} ({predictors.raynaud.absent.response.percent:percent0}). ?}
"""

MODELLED = """
{?what the odds ratio means| **What it means:** among patients alike in skin involvement, the odds of response with
Raynaud's phenomenon were {predictors.raynaud.multivariable.or:d2} times those without it; values from
{predictors.raynaud.multivariable.ci_low:d2} to {predictors.raynaud.multivariable.ci_high:d2} are compatible with the
data. ?} {?what diagnosis changes [predictors.raynaud.multivariable.or:value, predictors.skin.multivariable.or:value]|
With diagnosis in the model, too, that odds ratio goes from {predictors.raynaud.multivariable.or:d2} to
{predictors.raynaud.adjusted.or:d2}, and that of skin involvement from {predictors.skin.multivariable.or:d2} to
{predictors.skin.adjusted.or:d2} ({predictors.skin.adjusted.ci_low:d2} to {predictors.skin.adjusted.ci_high:d2}). As far
as an odds ratio moves towards one there, it had been saying what the diagnosis says. ?}
"""

BY_METHOD = """
{?how far the methods agree| **What it means:** for Raynaud's phenomenon, with skin involvement in the model, the
interval is {predictors.raynaud.multivariable.ci_low:d2} to {predictors.raynaud.multivariable.ci_high:d2} by Wald's
method and {predictors.raynaud.profile.ci_low:d2} to {predictors.raynaud.profile.ci_high:d2} by the profile of the
likelihood. The nearer these are, the less the choice of method matters. ?}
"""

TWIST = """
{?Raynaud's phenomenon by itself| **By itself**, in the two-by-two table: an odds ratio of {predictors.raynaud.or:d2}
(95% CI {predictors.raynaud.ci_low:d2} to {predictors.raynaud.ci_high:d2}), Fisher's test {predictors.raynaud.p:p}. ?}

{?Raynaud's phenomenon beside skin involvement| **With skin involvement in the model**: an odds ratio of
{predictors.raynaud.multivariable.or:d2} ({predictors.raynaud.multivariable.ci_low:d2} to
{predictors.raynaud.multivariable.ci_high:d2}), {predictors.raynaud.multivariable.p:p}. ?}
"""

BY_TEST = """
{?what the test changes| **What it means:** the same table of Raynaud's phenomenon gives {predictors.raynaud.p:p} by
Fisher's exact test, {predictors.raynaud.p_chi2:p} by the chi-squared test and {predictors.raynaud.p_yates:p} by that
test with Yates's correction. A p-value needs the name of its test. ?}
"""

WITHIN = """
{?what comparing patients of one centre changes| **What it means:** over all centres together the odds ratio of
Raynaud's phenomenon by itself is {predictors.raynaud.or:d2}; among patients of the same centre it is
{predictors.raynaud.within_centres.or:d2}. Where the two are close, the centres do not make the association. ?}
"""

IMPUTED_BESIDE = """
{?what the gaps change| **What it means:** with these patients left out, the odds ratio of Raynaud's phenomenon is
{predictors.raynaud.multivariable.or:d2}; with their gaps filled from similar patients it is
{predictors.raynaud.imputed.or:d2}. The closer these are, the less hangs on what was not recorded. ?}
"""

PROFILED = """
{?how many of each kind responded| **What it means:** of {predictors.patient_profile.none.total:int} patients with
neither Raynaud's phenomenon nor skin involvement {predictors.patient_profile.none.count:few} responded, and of
{predictors.patient_profile.raynaud_skin.total:int} with both {predictors.patient_profile.raynaud_skin.count:few}. The
probabilities beside them are of these patients; for the next ones they are a guess that nobody has tried. ?}
"""

PREDICTED = """
{?how well the model tells responders from the others| **What it means:** corrected for optimism, the AUC of the model
with both features is {predictors.patient_profile.corrected.auc:d2}. So often, in a pair of one responder and one
non-responder, it gives the responder the higher probability; a coin would do so in half of all pairs. ?} {?how many
patients such a model needs| By published criteria it needs
{predictors.patient_profile.sample_size.own.n_needed:int} patients, and it has {predictors.patient_profile.n:int}. ?}
"""
