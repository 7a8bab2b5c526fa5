authoring-nav = Authoring
au-shelf-page = Your exercises
au-shelf-title = Your exercises
au-back = Your exercises
au-mine = Those that you write
au-mend = See the errors
au-catalogue = The catalogue, to read
au-catalogue-how = These exercises are written by others, or as files in the server’s folder. You can read them, with their answers, and solve them without it counting.
au-count =
    { $count ->
        [0] No exercise of yours
        [one] { $count } exercise of yours
       *[other] { $count } exercises of yours
    }
au-count-catalogue = { $count } to read
au-filter-q = Search
au-filter-status = Status
au-filter-any-status = Any
au-filter-whose = Written by
au-filter-any-whose = Anybody
au-whose-me = You
au-status-word-draft = Draft
au-status-word-published = Published
au-status-word-archived = Archived
au-status-draft = Draft
au-status-published = Published, version { $version }
au-status-archived = Archived
au-changed = Changed since version { $version }
au-changed-at = Changed on { $when }
au-revision = Changed on { $when } (revision { $revision })
au-authors =
    { $count ->
        [one] Author: { $names }
       *[other] Authors: { $names }
    }
au-errors =
    { $count ->
        [one] { $count } error
       *[other] { $count } errors
    }
au-warnings =
    { $count ->
        [one] { $count } warning
       *[other] { $count } warnings
    }
au-clean = Nothing to mend
au-read-only-files = Written as files: to read
au-read-only-api = Written by others: to read
au-pager = Pages
au-pager-before = Previous page
au-pager-after = Next page
au-pager-of = Page { $number } of { $pages }

au-begin = Write your first exercise
au-begin-lead = An exercise is a brief, a dossier, a text by an AI in which you plant flaws, and the reason of each. Three ways to begin.
au-begin-curl = From your own tools, through the API
au-begin-curl-how = Make an API token on your account page, then send the document. The README walks all the way, from the token to the first grade.
au-begin-client = In Python
au-begin-client-how = Vigie’s small client, described in the README, creates, checks and publishes an exercise in ten lines.
au-begin-import = From a zip archive
au-begin-import-how = One folder for each exercise, as in exercises/: exercise.yaml, draft.md and sources/. Exporting an exercise of the catalogue gives you a model.
au-import = Import a zip
au-import-page = Import exercises
au-import-how = Each exercise becomes a draft of yours, new or written anew. All of them are imported, or none: an archive with an error of form changes nothing.
au-import-choose = Zip archive
au-import-limit = { $megabytes } MB at most.
au-import-do = Import
au-import-another = Import another archive
au-import-nothing = Choose a file first.
au-import-refused = Nothing was imported
au-import-refused-how = Mend these places in the archive, then import it again.
au-imported =
    { $count ->
        [one] One exercise imported
       *[other] { $count } exercises imported
    }
au-imported-created = Created
au-imported-updated = Written anew
au-imported-unchanged = Unchanged
au-export = Export
au-export-all = Export all

au-actions = What to do with this exercise
au-actions-of = What to do with “{ $title }”
au-publish = Publish…
au-publish-ask = Trainees will see the exercise in the catalogue. A published version never changes; you can publish another one later.
au-publish-ask-again = New attempts will get this version. Attempts under way stay on theirs.
au-publish-yes = Publish now
au-publish-not-yet =
    { $count ->
        [one] To publish, mend { $count } error
       *[other] To publish, mend { $count } errors
    }
au-archive = Archive…
au-archive-ask = The exercise leaves the catalogue. Attempts under way can be finished, and nothing is deleted.
au-archive-yes = Archive now
au-restore = Offer it again
au-done-published = Published: new attempts will get this version.
au-done-already = This version was published already: nothing has changed.
au-done-archived = The exercise is archived: it is no longer offered.
au-done-restored = The exercise is on offer again.
au-done-changed = Nothing was published: a co-author has changed the exercise meanwhile. Read it again below, then publish.
au-done-no-publish = Nothing was published: mend the errors below first, then publish again.
au-done-no-trial = A text with errors cannot be worked on: mend them first, then try again.

au-try-title = Solve it yourself
au-try = Solve it yourself
au-try-how = The whole way, up to the feedback, on the exercise as it stands. Nothing counts.
au-try-resume = Resume the trial run
au-try-afresh = Start over…
au-try-afresh-ask = The trial run under way is deleted, with what you did in it. The new one takes the exercise as it stands.
au-try-afresh-yes = Delete and start over
au-try-under-way = Your trial run is under way.
au-try-behind = Your trial run is under way, on an older state of the exercise.
au-try-errors = A trial run needs a text without errors: mend those of the check first.
au-try-last = Feedback of the last trial run, handed in on { $when }
trial = Trial run.
trial-does-not-count = It does not count: no score, no history, no statistics.
trial-back = The exercise, as its author
trial-again = Solve it once more
trial-again-help = The next trial run takes the exercise as it stands then.
trial-to-answers = See the exercise with its answers

au-pages = Pages of the exercise
au-tab-trainee = As trainees see it
au-tab-answers = With the answers
au-tab-versions = Versions
au-page-trainee = { $title }: as trainees see it
au-page-answers = { $title }: with the answers
au-page-versions = { $title }: versions
au-trainee-lead = This is what trainees read before they hand their work in. The answers are on the next page.
au-context = The context
au-prompt = What the AI was asked for
au-requirements = What the client demands
au-draft = The AI’s text
au-unreadable = The markup of the text cannot be read: so there is neither a text for trainees nor a reference.
au-see-findings = See the errors

au-findings = Check
au-findings-errors =
    { $count ->
        [one] One error stands in the way of publishing. Each link leads to the place.
       *[other] { $count } errors stand in the way of publishing. Each link leads to the place.
    }
au-findings-warnings = Nothing stands in the way of publishing; these points would make the exercise fairer. Each link leads to the place.
au-findings-none = The check found nothing to mend.
au-level-error = Error
au-level-warning = Warning
au-line = line { $line }, column { $column }
au-answers-draft = The text, flaws and decoys shown
au-answers-draft-how = Each number opens its note: why, the proof in the dossier, what shows that the cause is understood, and what the rewrite must do.
au-figure-flaws = Flaws
au-figure-decoys = Decoys
au-figure-sound = Sentences without a flaw
au-figure-sound-of = { $sound } of { $sentences } ({ $share })
au-figure-model = Points that only a model decides
au-legend = Legend
au-kind-wrong = wrong
au-kind-right = right
au-kind-added = wrongly added
au-kind-dropped = left out
au-kind-decoy = decoy: sound, but suspicious
au-instead-of = instead of:
au-change-replaced = Note { $number }: wrong replacement
au-change-added = Note { $number }: wrong addition
au-change-dropped = Note { $number }: omission
au-change-decoy = Note { $number }: decoy
au-change-unknown = { $id }: unknown
au-decoy = Decoy
au-note-nowhere = Nowhere in the text
au-why = Why it is a flaw
au-no-evidence = No evidence is given.
au-accept = What shows that the cause is understood
au-accept-how = One of these groups in the comment is enough, with all of its words. Otherwise, the linked proof.
au-no-accept = No group of words: only the linked proof counts, or a model.
au-repaired = What the rewrite must do
au-rule-given = The rule is given by the exercise.
au-rule-derived = The rule is derived from the change.
au-rule-nothing = Nothing is asked of it: the text does not have this flaw.
au-rule-any = At least one of these groups stands in it, with all of its words:
au-rule-none = None of these stands in it:
au-demand-back = These facts are back:
au-demand-or-accept = or one of the groups above that the AI’s text does not have.
au-demand-accept = One of the groups above, which the AI’s text does not have, stands in it.
au-demand-words-back = These words are back:
au-demand-gone = These facts are gone:
au-demand-words-gone = These words are gone:
au-demand-there = These facts are there:
au-criteria = Criteria
au-criteria-how = What the work handed in is held to, and who decides.
au-criteria-none = The exercise has no criteria of its own.
au-decides-rule = Decided by a rule
au-decides-model = Decided by a model
au-decides-model-how = Without a model the criterion stays open: it does not count, and trainees ask themselves before the reference.
au-criterion-any = At least one of these groups stands in the text, with all of its words:
au-criterion-none = None of these stands in it:
au-criterion-min =
    { $count ->
        [one] { $count } word at least
       *[other] { $count } words at least
    }
au-criterion-max =
    { $count ->
        [one] { $count } word at most
       *[other] { $count } words at most
    }
au-criterion-vous = The text says “vous” from beginning to end.
au-criterion-tu = The text says “tu” from beginning to end.
au-standing = What every rewrite is held to
au-standing-invents = It invents nothing: each figure, date, amount, address and link stands in the dossier, in the brief or in what is right in the text.
au-standing-keep = It loses nothing useful; these facts stay:
au-twist = The client’s answer
au-reference-how = The text without its flaws. On the right, what changes from the AI’s text to the reference:
au-reference-added = what comes,
au-reference-removed = what goes.
au-compared = From the AI’s text to the reference
au-markup = The text as it is written
au-markup-show = Show the markup, line by line
au-markup-lines = The markup, line by line
au-markup-line = Line
au-markup-text = Text

au-versions = Published versions
au-versions-how = A published version never changes; attempts stay on the one that they were begun on.
au-versions-table = Table of the versions
au-versions-none = Nothing is published yet. Publishing for the first time makes version 1.
au-versions-number = Version
au-versions-when = Published on
au-versions-state = State
au-versions-current = On offer
au-version = Version { $number }
au-the-draft = The present draft
au-compare = Compare
au-compare-from = From
au-compare-to = To
au-compare-do = Compare
au-compared-two = { $old } → { $new }
au-compared-same = Nothing sets them apart.
au-compared-draft = The AI’s text
au-compared-reference = The reference text
au-compared-rest = The rest of the document
au-was-added = added
au-was-removed = removed
au-was-changed = changed
