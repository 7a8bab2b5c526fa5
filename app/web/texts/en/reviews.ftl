reviews-nav = Reviews
reviews-page = Reviews
reviews-title = Reviews
reviews-lead = What waits for your decision, the oldest first.
reviews-none = Nothing waits
reviews-none-help = Contradictory answers of the model, appeals, certifying grades and flaws proposed by your trainees will arrive here.
reviews-none-of-kind = Nothing of this kind waits.
reviews-kinds = Kinds of reviews
reviews-all = All
reviews-begin = Begin
reviews-more = { $count } more after these.
review-kind-split = Contradictory answers
review-kind-appeal = Appeal
review-kind-certifying = To confirm
review-kind-proposal = Proposed flaw

review-page = Review: { $name }
review-next = Next ({ $count })
review-overall = Score at present:
review-closed = This is decided. You may read it again; nothing waits here any more.
review-practised =
    { $count ->
        [one] After this exercise was set, and before beginning this attempt, this person handed it in once besides, on { $last }. They may have read its feedback.
       *[other] After this exercise was set, and before beginning this attempt, this person handed it in { $count } times besides, the last time on { $last }. They may have read the feedback.
    }
review-provisional = The model has not answered yet. If you confirm now, the grade stays as you see it.
review-trouble = Nothing was decided.
review-trouble-decided = Somebody decided in the meantime. This is what stands now.
review-trouble-stale = The grade has changed since you opened it. Here it is as it stands now: read it again, then decide.
review-trouble-answers-gone = Nothing was decided: what the model answered for this grade is missing from the server’s call log, so the grade cannot be computed again. Ask an administrator to restore it from the backup of the database, then decide; what you wrote stands below.
review-trouble-draft-changed = Nothing was decided: the exercise has changes that are not published, or is archived. Publish it, then accept; or accept without a new flaw.
review-trouble-no-place = Nothing was decided: no flaw can be made of it. A passage must stand in the exercise as it is now, outside of its other flaws and decoys; for an omission, say what is missing, after which passage of the text, and the words of a comment that name it. You can also accept without a new flaw.
review-trouble-invalid = Choose a decision and say why.
review-words-appeal = The appeal
review-words-proposal = What is proposed
review-ask-mark = Is this passage a flaw?
review-ask-outcome = Is the flaw found, and its cause understood?
review-ask-repaired = Is the flaw repaired?
review-ask-check = Is this criterion met?
review-undecided = undecided
review-omission = Reports an omission
review-their-evidence = Evidence quoted:
review-stands = What stands
review-rule = The rules alone
review-runs-present = The model: is the flaw still there?
review-runs-check = The model: is the criterion met?
review-runs-outcome = The model: is the cause understood?
review-run = Answer { $run }
review-yes = yes
review-no = no
review-brief = The brief
review-mark = The mark
vote-not-answered = no answer
vote-answered-twice = answered twice
vote-wrong-field = quotes another text
vote-quote-too-short = quote too short
vote-quote-not-found = quote not found
review-decide = Your decision
review-found-by = Found by mark { $number }
review-proposal-accepted = It is a flaw indeed
review-proposal-rejected = It is not a flaw
review-reason = Why
review-new-flaw = Make it a flaw of the exercise
review-new-flaw-help = A new version of the exercise is published, in which this passage is a flaw. Everybody who had marked it is credited.
review-new-omission-help = A new version of the exercise is published, which lacks what you write here. Everybody whose report of an omission names it, in your words below, is credited; without a new flaw, this trainee alone.
review-good = The right wording
review-good-help = Left empty: the passage should simply go.
review-missing = What is missing, as it should read
review-after = After which passage of the text
review-after-help = Copy its words from the AI’s text. Left empty: at the end.
review-accept = Words of a comment that show that it is understood
review-accept-help = One group a line, its words separated by commas: one group is enough, with all of its words.
review-accept-needed = Needed for an omission, which nothing else lets one find.
review-why = Why it is a flaw (shown in the feedback)
review-send = Decide
review-keys = Ctrl + Enter decides
review-confirm = Confirm the grade
review-confirm-help = The trainee will see the grade with your name. The time you read and what you changed are kept.
review-confirm-word = A word to the trainee
review-confirm-do = Confirm and show
ruling-confirmed = grade confirmed
review-work = The work handed in
review-marks = { $count ->
    [one] { $count } mark
   *[other] { $count } marks
}
review-draft = The AI’s text

agreement-page = Agreement with the model
agreement-title = Agreement with the model
agreement-link = Agreement with the model
agreement-lead = On what a model and then a person decided: how far do they agree?
agreement-caution = This is no random sample: it holds above all what was contested and what certifies. Kappa is 1 for perfect agreement, 0 for what chance would give.
agreement-none = Nobody has decided anything yet on which a model had its say.
agreement-months = Over the months
agreement-models = By model
agreement-criteria = By check
agreement-month = Month
agreement-whole = All together
agreement-prompt = Prompt
agreement-model = Model
agreement-exercise = Exercise
agreement-check = Check
agreement-count = Checks
agreement-both = Met for both
agreement-model-only = For the model alone
agreement-person-only = For the person alone
agreement-neither = For neither
agreement-agreed = Agreed
agreement-kappa = Kappa

found-title = Taken for flaws in your exercises
found-lead = Trainers agreed with those who marked these passages. You may make them flaws of a next version.
found-times = { $count ->
    [one] once
   *[other] { $count } times
}

reviews-wait =
    { $count ->
        [one] One review waits for your decision.
       *[other] { $count } reviews wait for your decision.
    }
reviews-see = See the reviews
reviews-none-do = Go to your cohorts
review-kinds-split = Contradictory answers
review-kinds-appeal = Appeals
review-kinds-certifying = To confirm
review-kinds-proposal = Proposed flaws
review-said-decided = Your decision is saved. The trainee will see it, with your name and your reason.
review-said-changed = Your decision is saved. The grade still waits to be confirmed.
review-flaw-of = Flaw “{ $type }”
review-confirm-lead =
    { $count ->
        [one] { $count } point graded
       *[other] { $count } points graded
    }, { $open ->
        [0] all decided.
       *[other] { $open } undecided.
    } Open those that look doubtful, change what needs changing, then confirm.
review-confirm-go = Go to the confirmation
ruling-repaired-passed = repaired
ruling-repaired-failed = not repaired
