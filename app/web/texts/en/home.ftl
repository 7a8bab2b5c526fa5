home-page = Home
home-title = Nothing leaves without your eye on it.
home-lead = An AI wrote it, a client is waiting. Spot what is wrong, rewrite it, and explain why.
home-under-way = Pick up again
home-free-under-way = Free attempt to resume
home-free-apart = Your group has set this exercise as well: that work is under “To do”, not here.
home-free = free attempt
card-assigned = Set by your group
home-also = Also under way
home-next = Do this next
home-see-exercise = See the exercise
home-touched = Changed on { $when }
resume = Resume
start = Start
start-again = Start again
suggestion-first = To get the feel of it, start with this one.
suggestion-new = You have not tried it yet.
suggestion-again = You have tried them all: this is where you have most to gain.
last-score = Last score: { $score } out of 100
card-score = Last score:
state-todo = To do
state-open = Under way
state-done = Done

catalogue-title = All exercises
catalogue-count =
    { $count ->
        [one] { $count } exercise
       *[other] { $count } exercises
    }
catalogue-empty = No exercise yet
catalogue-empty-why = Exercises are read from the folder exercises/ at start. It is empty, or all that it holds have an error; the server’s log says which.
catalogue-empty-lint = To see the errors one by one:
catalogue-no-match = No exercise matches these filters
filters = Filter the exercises
filter-language = Language
filter-any-language = Any
filter-domain = Domain
filter-any-domain = Any
filter-difficulty = Difficulty
filter-any-difficulty = Any
filter-state = Progress
filter-any-state = Any
filter-apply = Filter
filter-clear = Clear the filters

back-to-catalogue = All exercises
exercise-situation = The situation
exercise-steps = What awaits you
exercise-dossier =
    { $count ->
        [one] One document in the dossier
       *[other] { $count } documents in the dossier
    }
exercise-dossier-help = The AI’s text is measured against them. They are not all worth the same: look at who speaks, and when.
exercise-start-here = Start or resume
exercise-open = You have started this exercise.
exercise-best = Your best score: { $score } out of 100.
exercise-saved = Everything is saved as you go: you may stop and come back.
exercise-set = Set by your group
exercise-free = Free attempt
exercise-free-start = Practise freely
exercise-open-free = You have a free attempt under way.
exercise-free-apart = A free attempt does not count for your group.
exercise-free-not = No free attempt for now: your group keeps this exercise for the work that it has set.
exercise-client = The client
client-name = Name
client-business = Business
client-audience = Readers
task-review-help = Read the brief, the dossier and the AI’s text. Mark what is wrong, overstated or ill-suited, and prove it.
task-rewrite-help = Mend the text for this client, inventing nothing and losing nothing useful.
task-client_note-help = Tell the client in a few lines what you changed and why.
task-client_note-help-checked = Tell the client in a few lines what you checked, and what they may do with the text.
task-twist-help = The client answers with a new wish, and your text must follow.

attempts-title = Your attempts
attempts-table = Table of the attempts
attempt-when = Handed in
attempt-open = Open
attempt-see = See the feedback
attempt-this-one = This one
state-awaiting = Awaiting confirmation
state-set-apart = Set apart
set-apart-see = Why?
attempt-being-graded = Being graded
overall = Overall
score-none = not measured
score-of-100 = { $score }/100
