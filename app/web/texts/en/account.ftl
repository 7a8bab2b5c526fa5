account-page = Your account
account-lead = What Vigie knows about you, and what can act in your name.
account-lead-solo = Vigie runs for you alone. Here is what can act in your name, and what is kept of your work.
account-profile = Who you are
account-role = Role
account-email = E-mail address
account-no-email = None
account-since = Account made on
account-name-hint = The one that your trainers and co-authors see.
account-name-save = Save the name
account-email-change = Change the e-mail address
account-email-new = New e-mail address
account-email-hint = You will sign in with it.
account-email-save = Change the address
account-email-elsewhere = Your account has no password. To change the address, first ask an administrator for a link to choose one.
field-error-word = Type the word as it is written above.
field-error-token-name = Give the token a name of 1 to 100 characters.
field-error-token-scope = Choose one of the scopes on offer.
field-error-token-days = Choose between 1 and 365 days.
field-error-token-many = You have 50 tokens already. Revoke one before you make another.
account-done-renamed = Your name is saved.
account-done-email = Your address is changed. You sign in with it from now on.
account-done-token-revoked = The token is revoked. The tool that used it is shut out.
account-done-erased = Your data are erased. You can start afresh.
account-audit = Administration
account-audit-lead = The log says who did what to accounts, exercises and grades.
account-audit-open = Open the log

tokens-title = API tokens
tokens-lead = A token lets a tool or a script act in your name, without your password.
tokens-none = You have no token.
token-made = The token “{ $name }” is made.
token-made-once = Copy it now: it is never shown again.
token-secret = Your token
token-use = Your tool sends it with each request, in the header
token-expired = Expired
token-expired-on = Expired on { $day }.
token-until = Valid until { $day }.
token-used = Last used on { $when }.
token-unused = Never used.
token-revoke = Revoke
token-revoke-help = The tool that uses it is shut out at once, for good.
token-revoke-do = Revoke this token
token-new = Make a token
token-name = Name
token-name-hint = To know it again, as in “course notebook”.
token-scope = What it may do
token-scope-read = Read
token-scope-read-help = See what you see, change nothing.
token-scope-author = Read and change
token-scope-author-help = Also practise and, where your role allows it, write and publish exercises.
token-scope-admin = Administer everything
token-scope-admin-help = Also look after accounts and read the log, as you do.
token-days = Days that it lasts
token-days-hint = From 1 to { $longest } days. After that it stops working.
token-make = Make the token

data-title = Your data
data-lead = Everything that Vigie keeps of you fits in one file: profile, sign-ins, attempts, annotations, texts, grades, exercises written.
data-file = vigie-data-{ $day }.json
data-download = Download my data
data-erase = Erase my account
data-erase-solo = Erase my data
data-erase-hint = The next page says what goes and what stays, before you confirm.

erase-title = Erase your account
erase-title-solo = Erase your data
erase-lead = This is final: nobody can bring anything back, not even an administrator.
erase-lead-solo = This is final: nothing can be brought back. You go on with an empty account.
erase-goes = What goes
erase-goes-profile = Your name, your e-mail address and your password.
erase-goes-profile-solo = Your name.
erase-goes-sign-ins =
    { $tokens ->
        [0] Your sign-ins, in every browser, and the invitations that nobody has used yet.
        [one] Your sign-ins, in every browser, your API token and the invitations that nobody has used yet.
       *[other] Your sign-ins, in every browser, your { $tokens } API tokens and the invitations that nobody has used yet.
    }
erase-goes-sign-ins-solo = Your API tokens, and your sign-ins in other browsers.
erase-goes-attempts =
    { $count ->
        [0] Your attempts: you have none to erase.
        [one] One attempt, with its annotations, texts, grades and the coach’s words.
       *[other] { $count } attempts, with their annotations, texts, grades and the coach’s words.
    }
erase-goes-exercises =
    { $count ->
        [one] One exercise that you wrote and nobody else has a part in.
       *[other] { $count } exercises that you wrote and nobody else has a part in.
    }
erase-goes-cohorts-left =
    { $count ->
        [one] Your place in the cohort in which you learn.
       *[other] Your places in the { $count } cohorts in which you learn.
    }
erase-goes-cohorts =
    { $count ->
        [one] A cohort that you run and that nobody else is part of.
       *[other] { $count } cohorts that you run and that nobody else is part of.
    }
erase-goes-asked = What you asked of the model for your exercises, and its answers.
erase-stays = What stays
erase-stays-attempts =
    { $count ->
        [0] Attempts handed in on exercises that trainers wrote would be kept without your name; you have none.
        [one] One attempt handed in on an exercise that a trainer wrote, without your name: its statistics and later gradings stand on it. Your texts stay in it as you wrote them.
       *[other] { $count } attempts handed in on exercises that trainers wrote, without your name: their statistics and later gradings stand on them. Your texts stay in them as you wrote them.
    }
erase-stays-exercises =
    { $count ->
        [one] One exercise that you wrote and others have a part in: a co-author takes it over or, where there is none, the administrators.
       *[other] { $count } exercises that you wrote and others have a part in: a co-author takes them over or, where there is none, the administrators.
    }
erase-stays-cohorts =
    { $count ->
        [one] A cohort that you run and that others are part of: it passes to another of its trainers or, if there is none, is archived.
       *[other] { $count } cohorts that you run and that others are part of: each passes to another of its trainers or, if there is none, is archived.
    }
erase-stays-decisions =
    { $count ->
        [one] A decision that you made on somebody’s work, with its reason, without your name: a grade stands on it.
       *[other] { $count } decisions that you made on other people’s work, with their reasons, without your name: grades stand on them.
    }
erase-stays-audit = The log of what was done: it holds numbers alone, never your name.
erase-confirm = Confirm
erase-data-first = Keep a copy first:
erase-word = ERASE
erase-word-label = Type { $word } to confirm
erase-do = Erase for good
erase-keep = Erase nothing
erase-back = Back to the account
erase-last-admin = You are the last administrator: without you, nobody could look after this server. Give the role to somebody else first, then come back.
erased-title = Your account is erased
erased-lead = Nothing with your name on it is left. Thank you for keeping watch.
erased-sign-in = Go to the sign-in page
