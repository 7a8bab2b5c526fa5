# Signing in through an OpenID Connect provider, and why it did not work: { $name } is what it is called.

oidc-page = Sign-in with { $name }
oidc-again = Try again with { $name }
oidc-other = Other ways to sign in

oidc-away = { $name } does not answer
oidc-away-do = The service that signs you in is out of reach just now. Wait a minute, then try again. If it lasts, tell an administrator.
oidc-answer = { $name } gave an answer that cannot be trusted
oidc-answer-do = To be safe, Vigie has not signed you in. Tell the administrator of this server: its log says what was wrong.
oidc-declined = You have not been signed in
oidc-declined-do = You stopped at { $name }, or it did not let you through. Nothing has changed: try again whenever you like.
oidc-lost = This sign-in cannot be finished here
oidc-lost-do = It was finished before, it began in another browser, or this one refuses cookies. Start again here, and stay in this browser until the end.
oidc-expired = This sign-in took too long
oidc-expired-do = For your safety it stays open for ten minutes only. Start again.
oidc-unverified = Your e-mail address is not confirmed
oidc-unverified-do = { $name } says that it has not checked your address yet. Confirm it there, often with a link in a message, then try again.
oidc-uninvited = There is no account for you here yet
oidc-uninvited-do = Ask your trainer or an administrator for an invitation, open its link, and choose { $name } there. If you have an account already, sign in the way you did before.
oidc-invitation = This invitation is no longer good
oidc-invitation-do = It was used, withdrawn, or is too old. If you used it yourself, sign in. Otherwise ask for a new one from whoever sent it.
oidc-address = This invitation is for another e-mail address
oidc-address-do = Sign in to { $name } with the address that was invited, then open the link again. If { $name } does not confirm that address, choose a password instead.
oidc-blocked = This account is closed
oidc-blocked-do = It can no longer be used to sign in. Ask an administrator why.
