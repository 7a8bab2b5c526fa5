sign-in-page = Sign in
sign-in-title = You need the sign-in link.
sign-in-lead = Vigie runs on this computer, for you alone: no account, no password, one link.
sign-in-refused = This link has been used, or a newer one has replaced it. Each start prints a new one.
sign-in-already = You are signed in already.
sign-in-go-on = Go on
sign-in-where = Where to find it
sign-in-step-terminal = Go back to the terminal in which you ran make run (or vigie serve).
sign-in-step-link = The link was printed there at the start, as below.
sign-in-step-open = Open it in this browser: it signs you in, once.
sign-in-picture = In the terminal, under the command make run, an address that ends with token and a long code.
sign-in-lost = Has the link been used, or can you not find it? Stop Vigie (Ctrl + C) and run the same command again: a new link is printed, and none of your work is lost.
nav-accounts = Main menu
nav-people = People
nav-account = My account

sign-in-heading = Sign in
sign-in-do = Sign in
sign-in-or = or
sign-in-provider = Sign in with { $name }
sign-in-forgotten = Forgotten your password?
sign-in-forgotten-do = Ask your trainer, or whoever administers this server, for a link to choose another. Vigie sends no mail.
sign-in-no-account = No account yet? It takes an invitation: a link that your trainer gives you.
sign-in-trouble-wrong = This address and this password do not go together. Check both, then try again.
sign-in-trouble-blocked = This account is blocked. Turn to whoever administers this server.
sign-in-trouble-busy = Many people are signing in just now. Try again in a few seconds.
sign-in-trouble-too-many-requests = { $minutes ->
    [one] Too many tries. Wait a minute, then try again.
   *[other] Too many tries. Wait { $minutes } minutes, then try again.
}

field-name = Your name
field-name-help = As your trainers should read it.
field-email = E-mail address
field-password = Password
field-password-old = Current password
field-password-new = New password
field-password-help = Ten characters at least. A few words that have nothing to do with each other make a good one.
field-error-name = Give your name.
field-error-address = This is not a whole e-mail address, such as name@example.org.
field-error-other = The invitation is for another address.
field-error-taken = There is an account with this address already: sign in instead.
field-error-short = Too short: it takes ten characters at least.
field-error-long = Too long: two hundred characters at most.
field-error-obvious = Too easy to guess. Choose something other than your address, a row of figures or a well-known word.
field-error-wrong = This is not your current password.
form-mend = { $count ->
    [one] One field needs mending.
   *[other] { $count } fields need mending.
}

join-page = Invitation
join-title = Welcome to Vigie
join-lead-trainee = You are invited to practise reviewing what an AI wrote. Make your account: that is all it takes.
join-lead-trainer = You are invited to write exercises and to follow trainees. Make your account to begin.
join-lead-admin = This account will administer the server: people, exercises, the audit log.
join-provider = Go on with { $name }
join-or = or with a password
join-email-bound = The invitation is for this address.
join-do = Make my account
join-privacy = Your trainers and whoever administers this server see your name and your work. You can download them or erase your account at any time.
join-signed-in = You are signed in already.
join-signed-in-do = This link makes a new account. If that is what you want, sign out, then open it again.

reset-page = New password
reset-title = Choose a new password
reset-lead = You will then be signed in here. Everywhere else you will have to sign in again, and your API tokens will no longer work.
reset-do = Save and sign in

dead-sign-in = Go to the sign-in page
dead-invitation-used = This invitation has been used
dead-invitation-used-do = An account was made with it. If it is yours, sign in.
dead-invitation-expired = This invitation has expired
dead-invitation-expired-do = Ask whoever gave it to you for a new one.
dead-invitation-unknown = There is no such invitation, or not any more
dead-invitation-unknown-do = It may have been revoked, or a piece of the link is missing. Copy the whole of it, or ask for another.
dead-reset-used = This link has been used
dead-reset-used-do = The password was changed with it. If that was not you, tell whoever administers this server at once.
dead-reset-expired = This link has expired
dead-reset-expired-do = Ask whoever gave it to you for a new one.
dead-reset-unknown = There is no such link, or not any more
dead-reset-unknown-do = A newer one may have replaced it, or a piece of it is missing. Copy the whole of it, or ask for another.

sessions-title = Browsers signed in
sessions-lead = Where your account is open. If you do not recognise a line, sign it out and change your password.
session-unknown = Unknown browser
session-current = this one
session-when = Signed in on { $since }; last used on { $used }
session-end = Sign out
session-end-of = Sign out { $label }, signed in on { $since }
sessions-end-others = Sign out all the others
account-said-session-ended = That browser is signed out.
account-said-sessions-ended = All other browsers are signed out.
account-said-password-changed = The password is changed. The other browsers are signed out.
account-said-password-kept = The password was not changed.

password-title = Password
password-lead = Changing it signs your other browsers out. Your API tokens stay valid.
password-elsewhere = You sign in without a password, through another service: there is nothing to change here.
password-do = Change the password

link-copy = Copy
link-copied = Copied
