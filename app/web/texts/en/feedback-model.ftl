model-provisional = Provisional grade.
model-provisional-rules = What rules decide is here. The rest is left to a model ({ $model }).
model-may-move = Your score may still move, up or down; this page completes itself.
model-queued = Your work is waiting for its turn.
model-asking =
    { $runs ->
        [0] The model is reading your texts.
       *[other] The model has answered { $answered } of { $runs } times.
    }
model-later = The model has given no usable answer yet. Vigie will ask it again; you may close this page, nothing is lost.
model-later-budget = What the model may be used for today is used up. The rest will come tomorrow; you may close this page, nothing is lost.
model-stopped = The model gave no usable answer, although it was asked several times. The grade by rules stands meanwhile; what they leave open is not counted.
model-none = No model is set up at present. The grade by rules stands meanwhile; what they leave open is not counted.
model-done = The grade is complete: the model has answered.

model-took-part = A model took part in this grade
model-took-part-how =
    { $questions ->
        [one] The model { $model } answered one yes or no question that the rules left open.
       *[other] The model { $model } answered { $questions } yes or no questions that the rules left open.
    }
model-took-part-runs =
    { $runs ->
        [one] Each answer had to quote your text, and a program checked the quote.
       *[other] It was asked each question { $runs } times; each answer had to quote your text, and a program checked the quote. Only unanimous answers count.
    }
model-took-part-decided =
    { $decided ->
        [0] None was decided this way.
        [one] One was decided this way.
       *[other] { $decided } were decided this way.
    }
model-took-part-points = The model gives no points and knows neither the weights nor your name: points are worked out by fixed rules, the same for everyone.
model-ask-a-trainer = In doubt? You can ask a trainer to look at this grade again: the last word is theirs.
decided-split = the model’s answers contradict each other: for a trainer to decide, not counted
check-proof = In your text:
cause-by-model = by a model’s reading, quote checked
cause-split = the model’s answers contradict each other: for a trainer to decide
found-by-model = A model recognised this omission in your comment, quote checked.

coach = A word from the coach
coach-help = Written by a model ({ $model }) from this feedback. It is no grade: it gives and takes no points, and it can be wrong.
coach-coming = The coach is reading your feedback…
