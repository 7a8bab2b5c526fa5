feedback-page = Feedback: { $title }
back-to-exercise = The exercise
feedback-when = Handed in on { $when }
feedback-overall = Your overall score
out-of-100 = /100
level-excellent = Excellent
level-good = Solid
level-fair = Fair
level-weak = Shaky
level-low = To be done again
dimension-not-measured = This exercise does not measure this dimension.
verdict-no-flaw = This text had no flaw at all: the whole point was not to invent one.
verdict-found =
    { $found ->
        [0] You found none of the { $flaws } flaws.
       *[other] You found { $found } of the { $flaws } flaws.
    }
verdict-alarms =
    { $count ->
        [0] No false alarm.
        [one] One false alarm.
       *[other] { $count } false alarms.
    }
lever = Most to gain: { $dimension }.
advice-found-fact_checking = Look for more: hold each figure, each date, each sum and each source against the dossier.
advice-found-nuance = Look for more: ask each “always”, each “so” and each promise what proves it, and each paragraph what it leaves out.
advice-found-client_adaptation = Look for more: read the text with the brief in hand, for the client’s details, their tone and what must not get out.
advice-spared = Mark less: before you mark a passage, find the sentence of the dossier that contradicts it. Without one, let it pass.
advice-reason = Say why: for each mark, one sentence on the cause and the passage of the dossier that proves it.
advice-repair = See the rewrite through: each flaw that you found must also leave the text, and nothing be invented.
advice-note = Say more in the note: what you checked, against which document, and what the client may do with the text.

part-review = Review
part-reason = Reasons
part-note = Note to the client
part-repair = Rewrite
review-how = found { $found } × spared { $spared }
how-scored = How this score is worked out
how-scored-review = Review: the share of flaws found, by their severity, times the share of the sound text that you left alone. So marking the whole text earns nothing.
how-scored-sound = Review: this text had no flaw. Each false alarm takes a third away; after the third, nothing is left.
how-scored-reason = Reasons: the share of flaws whose cause you gave, in a comment or by the evidence that you linked.
how-scored-repair = Rewrite: the share of checks that your texts pass, by weight: flaws mended, wishes met, nothing invented, nothing useful lost.
how-scored-note = Note to the client: the share of checks that your note passes, by weight.
how-scored-rules = Every score is worked out by fixed rules, the same for everyone. What they cannot decide is not counted, and is left to you as a question.

feedback-contents = On this page
feedback-draft = The AI’s text, reviewed
feedback-nothing-marked = You marked nothing. Here is what there was to see.
feedback-draft-help = Each number opens its note: why, the evidence in the dossier, and the reference wording.
feedback-draft-bare = Nothing was planted in this text, and you marked nothing in it.
legend = Key and counts
legend-found =
    { $count ->
        [one] flaw found
       *[other] flaws found
    }
legend-missed =
    { $count ->
        [one] flaw missed
       *[other] flaws missed
    }
legend-planted =
    { $count ->
        [one] flaw
       *[other] flaws
    }
legend-alarm =
    { $count ->
        [one] false alarm
       *[other] false alarms
    }
legend-spared =
    { $count ->
        [one] decoy spared
       *[other] decoys spared
    }
legend-confirmed =
    { $count ->
        [one] passage rightly checked
       *[other] passages rightly checked
    }
note-found = Found
note-missed = Missed
note-planted = Flaw
note-alarm = False alarm
note-spared = Decoy spared
note-confirmed = Checked, it holds
note-title = { $state }: { $type }
note-link = Note { $number }, { $name }
note-missing = Something is missing here
note-back = Back to the passage
notes = Notes
notes-open-all = Open all
notes-close-all = Close all
notes-unplaced = With no place of their own in the text
flaw-why = Why it is a flaw
spared-why = Why this passage holds
alarm-why = Why this passage was sound
alarm-other-type = There is a flaw here, and you found it; this mark gives it another one, which it does not have.
alarm-omission = The text lacks no such thing: neither the brief nor the dossier asks for it, or your comment does not say enough of what is missing.
alarm-counted = This sentence was sound. It was counted already with another of your marks.
alarm-sound = Nothing in the dossier or the brief contradicts this sentence: it says what it should.
alarm-cost =
    { $count ->
        [0] Does not count a second time.
        [one] Counts as one false alarm.
       *[other] Counts as { $count } false alarms: as many sound sentences were touched.
    }
confirmed-why = You checked this passage, and it stands. That too is reviewing.
evidence = The evidence
wordings = The wording
wording-draft = The AI wrote
wording-reference = The reference says
wording-removed = Nothing: this passage goes.
repair-yes = Mended in your rewrite
repair-no = Not mended in your rewrite
repair-undecided = Mended or not: for you to judge
repair-left = Still there:
repair-lacks = Lacking:
your-mark = Your mark
mark-passage = Passage
mark-type = Type
mark-confidence = How sure
mark-comment = Comment
mark-evidence = The evidence that you linked
mark-cause = Cause
cause-yes = understood
cause-no = not shown
mark-credit = This find earns { $share } of what the flaw is worth.
mark-fragment = Another of your marks on the same flaw: it counts neither for nor against
near-exact = exact
near-near = near
near-off = off
held-wrongly = You had judged this passage sound.
held-rightly = You had checked it and rightly judged it sound.
held-confidence = ({ $share } sure)

feedback-checks = Your texts, check by check
feedback-checks-help = Each check is a yes or no question. Beside it, who decided.
feedback-no-rewrite = You handed in no rewrite: the checks that read it cannot hold.
checks-held = { $held } of { $count } hold
check-yes = Holds.
check-no = Does not hold.
check-open = For you to judge.
check-repaired = The flaw “{ $type }” is mended.
check-invents-nothing = Nothing is invented: every figure, date, amount, address and link comes from the dossier, the brief or the sound text.
check-loses-nothing = Nothing useful is lost: the true facts of the first text are still there.
check-invents-nothing-detail = Not in the dossier:
check-loses-nothing-detail = Lost on the way:
check-repaired-detail = Lacking:
check-stands = Should not be there:
check-words = Number of words: { $words }
check-weight =
    { $weight ->
        [one] { $weight } point
       *[other] { $weight } points
    }
decided-rule = decided by a rule
decided-model = decided by a model, its quote verified
decided-person = decided by a person
decided-nobody = for you to judge, not counted

feedback-self-check = For you to judge
feedback-self-check-help = No rule can answer these questions; they do not count. Read your text, and tick for yourself what holds.
your-text = Your text
reference-text = The reference
text-empty = You handed in nothing here.

feedback-compared = Before and after
feedback-compared-help = The AI’s text compared with your rewrite, then with the reference.
compared-added = added
compared-removed = removed
compared-yours = From the AI to you
compared-reference = From the AI to the reference
your-note = Your note to the client
your-twist = Your version after the client’s answer
twist-asked = The client asked:
twist-answered = You answered with this text:

feedback-trust = Your trust in the AI
trust-too-trusting = Too trusting
trust-balanced = Balanced
trust-too-suspicious = Too suspicious
trust-too-trusting-means = You let too many flaws through. A text that sounds right is not a text that was checked.
trust-balanced-means = You are wary where it counts, without suspecting all the rest.
trust-too-suspicious-means = You suspect passages that hold. Each false alarm costs the client time, and your true alarms their credit.
trust-end-trusting = Believes everything
trust-end-suspicious = Suspects everything
trust-hits = Flaws spotted: { $hits } of { $flaws }
trust-decoys = Decoys spared: { $spared } of { $decoys }
trust-elsewhere = False alarms beside the decoys: { $count }
certainty-sharp = Your certainty is well placed: when you were sure, you were mostly right.
certainty-fair = Your certainty is about right: keep the highest for what you can prove.
certainty-off = Your certainty misleads you: you were often very sure of marks that did not hold.
trust-caution = A single exercise shows a tendency, not a portrait.

onward = And now
try-again = Try again
try-again-help = The same text, from a blank page. This feedback stays in the list.

awaiting-title = Your grade awaits confirmation.
awaiting-why = This attempt is certifying: a trainer reads the grade over before you see it. Nothing of it is shown until then, not even a score.
awaiting-safe = Your work is handed in and kept; there is nothing else you need to do.
set-apart = This is not your certifying work.
set-apart-open = This exercise is also set for you as certifying work. You can carry on with this attempt and hand it in, but its feedback is only shown once the grade of your certifying work is confirmed.
set-apart-title = The feedback on this attempt is set apart.
set-apart-why = This exercise is also set for you as certifying work, and this feedback would give too much away. Hand your certifying work in first; once a trainer has confirmed its grade, this feedback is shown here.
set-apart-safe = Nothing is lost: this attempt is kept, and so is its grade.
set-apart-go = See what is set for you
moment-in = { $moment } (time of { $zone })
reference-later = The reference text and its corrections are shown from { $when }.
