people-grading = Grading by the model
grading-page = Grading by the model
grading-lead = What the model could not grade in several tries is set aside. The grade by rules stands; here you can take it up again once the cause is mended.
grading-model = Model in use: { $model }.
grading-no-model = No model is set up.
grading-waiting =
    { $count ->
        [0] No submission waits for its turn.
        [one] { $count } submission waits for its turn.
       *[other] { $count } submissions wait for their turn.
    }
grading-failed = Set aside
grading-tries =
    { $count ->
        [one] { $count } try, the last on
       *[other] { $count } tries, the last on
    }
grading-retry = Try again
grading-retry-this = Try submission { $id } again
grading-more = There are more: they show once these have been taken up.
grading-none = Nothing is set aside
grading-none-why = Whatever the model had to grade is graded, or will be.
grading-kind-timeout = The model did not answer in time
grading-kind-connection = The model cannot be reached
grading-kind-rate-limited = The provider takes no more requests for now
grading-kind-server = The model’s server has failed
grading-kind-bad-json = The model’s answer cannot be read
grading-kind-wrong-shape = The model’s answer does not have the shape that was asked for
grading-kind-truncated = The model’s answer is cut off
grading-kind-refused = The model refused to answer
grading-kind-filtered = The provider’s filter blocked the answer
grading-kind-empty = The model’s answer is empty
grading-kind-too-large = The request or the answer is too long
grading-kind-misconfigured = The model’s address, key or name is not right
grading-kind-crash = The server failed, or stopped in the middle
