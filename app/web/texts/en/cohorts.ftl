cohorts-nav = Cohorts
cohorts-title = Your cohorts
cohorts-archived-title = Archived cohorts
cohorts-archived-ones = See the archived cohorts
cohorts-open-ones = See the open cohorts
cohorts-none = No cohort yet
cohorts-none-why = Create a cohort, give its link to your trainees, then choose the exercises and their dates.
cohorts-archived-none = No archived cohort
cohorts-more = Further cohorts
cohort-new = New cohort
cohort-settings = Settings of the cohort
cohort-back = Back to the cohort
cohort-name = Name of the cohort
cohort-time-zone = Time zone
cohort-time-zone-help = The dates of the cohort are typed and shown in this time zone.
cohort-wrong-name = Give a name of 200 characters at most.
cohort-wrong-zone = Choose a time zone from the list.
cohort-make = Create the cohort
cohort-save = Save
cohort-cancel = Cancel
cohort-members-count =
    { $count ->
        [0] No trainee
        [one] { $count } trainee
       *[other] { $count } trainees
    }
cohort-trainers-are = run by { $names }
cohort-dates-in = dates in the time of { $zone }
cohort-overview = At a glance
cohort-archive = Archive
cohort-restore = Reopen
cohort-is-archived = This cohort is archived: nobody can join it or begin its exercises any more. What has been begun can still be handed in.
cohort-assignments = Assignments
cohort-assignments-none = Nothing is set yet. The first exercise will show on the trainees’ home page at once.
assignments-archived =
    { $count ->
        [one] { $count } archived assignment
       *[other] { $count } archived assignments
    }
cohort-begun =
    { $count ->
        [0] nobody has begun
        [one] { $count } person has begun
       *[other] { $count } people have begun
    }
cohort-opens = Opens on { $when }
cohort-attempts =
    { $count ->
        [one] { $count } attempt allowed
       *[other] { $count } attempts allowed
    }
cohort-attempts-any = any number of attempts
cohort-joining = Joining the cohort
cohort-joining-help = Share the link, or the code to type. Anyone without an account must be invited first.
cohort-joining-off = Nobody can join this cohort at the moment.
cohort-link = Link for joining
cohort-code = Code of the cohort
cohort-code-renew = Change the code
cohort-code-on = Make a code
cohort-code-off = Switch the code off
cohort-members = Trainees
cohort-members-none = Nobody has joined this cohort yet.
cohort-member-name = Name
cohort-member-email = E-mail address
cohort-member-since = Since
cohort-member-remove = Remove
cohort-trainers = Trainers
cohort-owner = owner
cohort-trainer-email = E-mail address of a trainer
cohort-trainer-add = Add
cohort-said-made = The cohort is there. Now give its link to your trainees.
cohort-said-changed = The settings are saved.
cohort-said-archived = The cohort is archived. You can reopen it.
cohort-said-restored = The cohort is open again.
cohort-said-code-new = The new code is in force; the old one no longer works.
cohort-said-code-off = The code is switched off; those who have joined stay.
cohort-said-removed = Done. Their work stays theirs.
cohort-said-trainer = The cohort has one more trainer.
cohort-said-assigned = The exercise is set.
cohort-said-assignment-changed = The assignment is changed.
cohort-said-assignment-removed = The assignment is removed. If it had been begun, it is archived with what was handed in.
cohort-said-no-trainer = Only trainers and administrators run a cohort.
cohort-said-no-person = No account has this address.
cohort-said-is-member = This person is a trainee of the cohort; remove them from the list first.
cohort-said-forbidden = Only the owner of the cohort chooses who runs it.

assignment-new = Set an exercise
assignment-edit-title = Change the assignment
assignment-edit = Change
assignment-remove = Remove
assignment-make = Set the exercise
assignment-exercise = Exercise
assignment-choose = Choose…
assignment-mode = Grading
mode-formative = Formative
mode-formative-help = The feedback is shown as soon as the attempt is handed in.
mode-certifying = Certifying
mode-certifying-help = Nothing of the feedback is shown before a trainer has confirmed it.
assignment-zone = Dates are in the time of { $zone }.
assignment-opens = Opens
assignment-opens-help = Leave it empty to open at once.
assignment-due = Due
assignment-due-help = Nobody begins after this moment. An attempt begun in time can still be handed in; it is marked late.
assignment-attempts = Attempts allowed
assignment-attempts-help = Leave it empty for any number.
assignment-reference = Reference text
reference-after-submission = reference shown once the attempt is handed in
reference-after-due = reference shown after the due date
assignment-position = Place in the list
assignment-position-help = The lowest first; at the same place, whatever is due first.
assignment-fixed = Somebody has begun this exercise: it and its grading cannot be changed any more.
assignment-wrong-exercise_id = Choose an exercise from the list.
assignment-wrong-opens_at = Give a date and a time that exist on that day.
assignment-wrong-due_at = Give a date and a time that exist on that day.
assignment-wrong-order = The due date must come after the opening.
assignment-wrong-attempts_allowed = Give a number from 1 to 100, or nothing.
assignment-wrong-reference = To show the reference after the due date, give a due date.
assignment-wrong-position = Give a number from 0 to 10,000.
assignment-wrong-mode = Choose a kind of grading from the list.
assignment-wrong-cohort-archived = This cohort is archived; reopen it before you set exercises.
assignment-wrong-begun = Somebody has just begun this exercise: it and its grading cannot be changed any more.

joining-title = Join a cohort
joining-help = Type the code that your trainer gave you.
joining-one = Join “{ $name }”
joining-who = Run by { $names }.
joining-means = Those who run this cohort will see your attempts at the exercises that they set and, of certifying work, when you handed the same exercise in besides in the meantime. They will see nothing else of your work.
joining-do = Join
joining-wrong-unknown-code = No cohort has this code. Check it letter by letter, or ask for the current one.
joining-wrong-cohort-archived = This cohort is closed: nobody joins it any more.
joining-wrong-own-cohort = You run this cohort: you need not join it.
joining-wrong-too-many-requests = Too many wrong codes. Wait a few minutes, then try again.

duties-title = To do
duties-none = Nothing to hand in at the moment.
duties-rest =
    { $count ->
        [one] { $count } assignment handed in or over
       *[other] { $count } assignments handed in or over
    }
duty-upcoming = Not open yet
duty-open = To begin
duty-under-way = Under way
duty-awaiting = Awaiting confirmation
duty-done = Handed in
duty-missed = Not handed in
duty-late = Late
duty-late-done = Handed in late
duty-certifying = Certifying
duty-due = Due on { $when }
duty-no-due = No due date
duty-opens = Opens on { $when }
duty-attempts = Attempts begun: { $begun } of { $allowed }
duty-said-not-open-yet = This exercise is not open yet; its opening date is shown below.
duty-said-assigned = This exercise is set for you by your cohort: begin it from here.
duty-said-closed = The due date of this exercise has passed: it can no longer be begun. Talk to the person who runs your cohort.
duty-said-no-attempts-left = You have used all the attempts that this exercise allows.
duty-said-cohort-archived = This cohort is closed: nothing of it can be begun any more.
duty-said-assignment-archived = This exercise has been removed in the meantime.
moment-exact = { $day } at { $time } (time of { $zone })
due-today = Today at { $time }
due-tomorrow = Tomorrow at { $time }
due-minutes =
    { $count ->
        [one] In { $count } minute
       *[other] In { $count } minutes
    }
due-days =
    { $count ->
        [one] In { $count } day
       *[other] In { $count } days
    }
due-past-today = Since today at { $time }
due-past-days =
    { $count ->
        [one] For { $count } day
       *[other] For { $count } days
    }

cohort-assignments-none-archived = Nothing was ever set for this cohort.
cohort-joining-invite = Invite people
cohort-members-none-do = Send the link of the cohort to your trainees.
duties-join = Did a trainer give you a code?
duty-said-joined = You are now in the cohort. What it sets for you shows up here.
cohort-sure-archive = Nobody will be able to join the cohort or begin its exercises. You can reopen it.
cohort-sure-code = The old link and the old code stop working at once. Those who have joined stay.
cohort-sure-code-off = The link and the code stop working at once. You can make new ones.
cohort-sure-member = This person will no longer see what the cohort sets, and keeps their work. You will no longer see their attempts; decisions they are waiting for pass to the administrators.
cohort-sure-trainer = This person will no longer run the cohort or see its work.
cohort-sure-assignment =
    { $count ->
        [0] Nobody has begun it: it will go without a trace.
       *[other] Nobody will be able to begin it. It will be archived with the work done so far.
    }
