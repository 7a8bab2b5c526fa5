# What trainers read of a cohort.
insights-nameless = Account erased
insights-mode-formative = formative
insights-mode-certifying = certifying
insights-state-not-begun = not begun
insights-state-under-way = under way
insights-state-handed-in = handed in
insights-sign-late = late
insights-sign-left = left unfinished
insights-sign-low = two low scores in a row

insights-overview-page = Overview of { $cohort }
insights-overview = Overview
insights-overview-lead =
    { $people ->
        [one] { $people } trainee
       *[other] { $people } trainees
    }, { $assignments ->
        [one] { $assignments } exercise set.
       *[other] { $assignments } exercises set.
    }
insights-as-of = As of { $when } (time of { $zone }).
insights-csv = Download for a spreadsheet (CSV)
insights-nobody = Nobody in this cohort yet
insights-nobody-do = Give your trainees the link or the code of the cohort: this page fills as they join and work.
insights-nothing-set = No exercise set yet
insights-nothing-set-do = Set an exercise for the cohort: you will see here who has handed it in, and with which scores.
insights-to-cohort = Go to the page of the cohort
insights-hand = Who may need a hand
insights-hand-one = To watch
insights-hand-nobody = Nobody, by these rules.
insights-rules = Late: the due date has passed and nothing is handed in. Left unfinished: begun, nothing handed in, untouched for { $untouched } days with at most { $soon } days to go; without a due date, for { $undated } days. Low scores: the last two overall scores are under { $low }.
insights-by-assignment = Exercise by exercise
insights-exercise = Exercise
insights-due = Due
insights-no-due = No due date
insights-handed-in = Handed in
insights-late = Late
insights-median-overall = Median score
insights-of = { $part } of { $whole }
insights-table = Table: { $name }
insights-progress = Handed in: { $handed }, under way: { $open }, not begun: { $none }
insights-who = Who has done what
insights-who-how = The overall score of the attempt handed in last, out of 100. Only attempts made for this cohort count.
insights-trainee = Trainee
insights-median-own = Median
insights-awaiting = to confirm
insights-provisional = provisional
insights-scores = Scores by dimension
insights-scores-how = The attempt that each trainee handed in last, for each exercise. Half of the scores lie between the two quartiles.
insights-scores-none = No score: nothing is handed in yet.
insights-score = Score
insights-count = Count
insights-quarter-low = 1st quartile
insights-median = Median
insights-quarter-high = 3rd quartile
insights-spread = Spread
insights-spread-0-100 = Spread, from 0 to 100
insights-from-to = From { $low } to { $high }
insights-unmeasured = Nothing measures it
insights-confirmed = Certifying grades confirmed
insights-confirmed-how = A share near 100%, in little time, says that grades are confirmed without being read.
insights-trainer = Trainer
insights-unchanged = Confirmed unchanged
insights-confirm-time = Median time for a grade
insights-interval = 95% interval: from { $low } to { $high }
insights-no-interval = No interval: too few people, or a perfect agreement

insights-person-page = { $name }, { $cohort }
insights-back-overview = Overview: { $cohort }
insights-person-lead = In the cohort since { $since }.
insights-no-attempt = Nothing begun yet
insights-no-attempt-do = Attempts made for this cohort will appear here. What somebody practises on their own, outside of the cohort, is theirs alone.
insights-over-time = Over time
insights-over-time-how = The attempts handed in, from the first to the last; the scale runs from 0 to 100.
insights-trend = { $name }, from the first attempt to the last: { $scores }
insights-last-and-median = Last: { $last }. Median of the last ones: { $median }.
insights-nothing-handed-in = Nothing is handed in yet.
insights-attempts = The attempts
insights-elapsed = Elapsed
insights-active = Active
insights-since = Begun { $when }
insights-not-handed-in = Not handed in yet
insights-unknown = Nothing can be said of it
insights-time-how = Elapsed: from the start to handing in, with pauses and nights; the most that the work can have taken. Active: the sum of the gaps of at most { $pause } minutes between two savings; about the least, since a long reading leaves no trace.
insights-trust = Trust in the AI’s text
insights-trust-too-trusting = Too trusting: too many flaws pass.
insights-trust-balanced = Balanced: suspicion goes where it should.
insights-trust-too-suspicious = Too suspicious: too many sound passages are suspected.
insights-types = What is found, by type of flaw
insights-types-how = At the first attempt of each exercise: after it, the feedback has shown the flaws.
insights-type = Type
insights-found = Found

insights-exercise-page = { $title }, { $cohort }
insights-exercise-lead =
    { $people ->
        [one] { $people } person
       *[other] { $people } people
    }, { $submissions ->
        [one] { $submissions } attempt handed in.
       *[other] { $submissions } attempts handed in.
    }
insights-versions = These attempts answer { $count } versions of the exercise.
insights-no-answers = Nobody has handed this exercise in yet
insights-no-answers-do = Flaws found, decoys and time spent will appear here with the first attempts handed in.
insights-flaws = The flaws
insights-flaw = Flaw
insights-found-by = Found by
insights-understood-by = Cause understood by
insights-discrimination = Discrimination
insights-omission = omission
insights-older = of an older version
insights-decoys = The decoys
insights-decoys-how = Sound passages that look suspicious. Whoever marks one as a flaw was misled.
insights-decoy = Decoy
insights-misled = Misled
insights-no-variance = Nothing to compare: everybody answered alike
insights-few = few people
insights-how = How to read these figures
insights-how-first = Each person counts once, with the first attempt handed in: after it, the feedback has shown the flaws.
insights-how-bars = The line on each bar is the 95% interval: where the true share may lie, with this number of people (Wilson).
insights-how-discrimination = Discrimination, from −1 to 1: near 1, those who do well on the rest of the review find this flaw, or spare this decoy, and the others do not; near 0, it has nothing to do with it; under 0, the weaker ones manage it, and the item needs another look. It is the corrected point-biserial correlation: the item against the score of the review computed without it. A dash: everybody answered alike, and there is nothing to compare.
insights-small =
    { $people ->
        [one] Only { $people } person.
       *[other] Only { $people } people.
    } Under { $enough }, a discrimination (*) says little: where nothing is related at all, chance alone gives up to ±0.36 with { $enough } people (Fisher’s interval), and more with fewer. Kromrey and Bacon (1992, ERIC ED348378) simulated it for groups of 5 to 160.
insights-time = Time spent
insights-in-one-go =
    { $count ->
        [one] { $count } attempt was made in one go.
       *[other] { $count } attempts were made in one go.
    }

insights-minutes = { $count } min
insights-hours = { $hours } h { $minutes }
insights-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
insights-seconds = { $count } s
