dimension-fact_checking = Fact-checking
dimension-fact_checking-help = Is what it says true, up to date and sourced, and do the sums add up?
dimension-nuance = Nuance
dimension-nuance-help = Does the text say what the evidence allows, no more and no less?
dimension-client_adaptation = Client adaptation
dimension-client_adaptation-help = Is it this client’s text, for their readers, as they asked for it?

type-contradicts-dossier = Contradicts the dossier
type-contradicts-dossier-help = A document of the dossier says otherwise: a figure, a name, a date, a condition.
type-arithmetic-inconsistency = Sums that do not add up
type-arithmetic-inconsistency-help = A total, a percentage or a duration comes out wrong.
type-outdated = Out of date
type-outdated-help = True once: a date, a price or a rule has changed since.
type-fabricated-source = Made-up source
type-fabricated-source-help = A study, a quote or a reference that the dossier does not have.
type-unsupported-claim = Claim without proof
type-unsupported-claim-help = Stated as a fact, but nothing in the dossier supports it.
type-legal-claim = Risky legal claim
type-legal-claim-help = A rule of law that is wrong, or a promise that binds the client.

type-false-precision = False precision
type-false-precision-help = A figure more exact than its source allows.
type-over-generalisation = Over-generalisation
type-over-generalisation-help = “All”, “always”, “never”: one case stretched to every case.
type-unsupported-cause = Unproven cause
type-unsupported-cause-help = Two things go together; the text says that one brings about the other.
type-overclaim = Overclaim
type-overclaim-help = The text guarantees what is only possible.
type-stereotype = Stereotype
type-stereotype-help = A group of people reduced to one trait.
type-material-omission = Missing information
type-material-omission-help = A condition, a caveat or a fact that the reader needs is not there.

type-wrong-client-detail = Wrong client detail
type-wrong-client-detail-help = A name, offer, place or contact that is not the client’s.
type-tone-mismatch = Wrong tone
type-tone-mismatch-help = Too familiar, too harsh or too salesy for this client and reader.
type-generic-voice = Generic voice
type-generic-voice-help = Stock phrases that anyone could have signed.
type-confidentiality-leak = Confidentiality leak
type-confidentiality-leak-help = Something that the client did not want to get out.
type-brief-ignored = Brief ignored
type-brief-ignored-help = Something that the brief asked for has not been done.

type-sound = Checked, it holds
type-sound-help = I checked this passage and it stands.

severity = Severity
severity-minor = Minor
severity-minor-help = To be put right, of no consequence for the client.
severity-major = Major
severity-major-help = Misleads the reader or weakens the client.
severity-critical = Critical
severity-critical-help = Puts the client at risk: money, law, reputation.

reliability-primary = Primary source
reliability-primary-help = The original document, or the one that is authoritative.
reliability-secondary = Secondary source
reliability-secondary-help = Reports what others established; cross-check it.
reliability-unverified = Unverified
reliability-unverified-help = Origin or date uncertain: do not take its word.

task-review = Review
task-rewrite = Rewrite
task-client_note = Explain
task-twist = Adapt

domain-marketing = Marketing
domain-admin = Admin
exercise-language-fr = French
exercise-language-en = English
difficulty-1 = Easy
difficulty-2 = Intermediate
difficulty-3 = Hard
minutes = { $count } min
source-brief = Client’s brief
