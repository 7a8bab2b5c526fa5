role-trainee = Trainee
role-trainer = Trainer
role-admin = Administrator
role-trainee-help = Trainee: practises.
role-trainer-help = Trainer: also writes exercises and invites trainees.
role-admin-help = Administrator: also looks after everybody’s account and exercises.

people-page = People
people-title = People
people-lead-admin = Everyone who has an account on this server.
people-lead-trainer = The trainees of this server.
people-invite = Invite
people-audit = Audit log
people-search = Name or address
people-role = Role
people-any-role = All roles
people-state = State
people-any-state = All
people-show = Show
people-list = List
people-none = Nobody yet
people-none-do = Invite the first people: you give each of them a link.
people-no-match = Nobody matches
people-all = Show everyone
list-more = More

person-state-active = Active
person-state-blocked = Blocked
person-no-email = No e-mail address
person-never = Never signed in
person-last-sign-in = Signed in on { $when }
person-since = Account since
person-seen = Last sign-in
person-reset = Forgotten password
person-reset-why = A link lets this person choose a new password. They will be signed out everywhere else.
person-reset-do = Make a link
person-reset-made = The link is ready
person-reset-made-do = Copy it and give it to this person alone, in a safe way: whoever holds it can enter their account. It is shown once, works once, and lasts until { $until }.
person-reset-link = Link for a new password
person-role = Change the role
person-role-do = Change
person-block = Block the account
person-block-why = The person is signed out everywhere, their API tokens are deleted and they cannot sign in any more. Their work stays. You can unblock them.
person-block-do = Block
person-unblock = Unblock the account
person-unblock-why = The person can sign in again, with the same password.
person-unblock-do = Unblock
person-said-role = The role is changed.
person-said-blocked = The account is blocked.
person-said-unblocked = The account is unblocked.
person-said-last-admin = Not possible: this is the last administrator. Give somebody else this role first.
person-said-own-account = Not possible: nobody blocks their own account. Ask another administrator.
person-said-no-email = Not possible: this person has no address to sign in with.
person-said-person-blocked = Not possible: this account is blocked. Unblock it first.

invitations-page = Invitations
invitations-title = Invitations
invitations-lead = { $days ->
    [one] Each invitation is a link that you copy and hand over yourself: Vigie sends no mail. It works once, and lasts one day.
   *[other] Each invitation is a link that you copy and hand over yourself: Vigie sends no mail. It works once, and lasts { $days } days.
}
invitations-made = { $count ->
    [one] The link is ready
   *[other] { $count } links are ready
}
invitations-made-do = { $count ->
    [one] Copy it now: it is shown this once.
   *[other] Copy them now: they are shown this once.
}
invitation-for-anyone = Any address
invite-title = Invite
invite-emails = E-mail addresses (optional)
invite-emails-help = One or several, a hundred at most, with commas, spaces or line breaks in between. Each gets a link that fits it alone. Without an address, one link that fits any.
invite-do = Make the invitation
invite-trouble-addresses = This is not an e-mail address; no invitation was made:
invite-trouble-taken = There is an account already; no invitation was made:
invite-trouble-many = Too many at once: a hundred addresses at most. No invitation was made.
invitations-list = Invitations made so far
invitations-none = None yet.
invitation-state-open = open
invitation-state-used = used
invitation-state-expired = expired
invitation-until = Lasts until { $when }
invitation-expired-on = Expired on { $when }
invitation-used-by = Used by { $name } on { $when }
invitation-nobody = somebody whose account is erased
invitation-by = Made by { $name }
invitation-by-server = the server
invitation-renew = New link
invitation-renew-of = New link for { $whom }
invitation-revoke = Revoke
invitation-revoke-of = Revoke the invitation for { $whom }
