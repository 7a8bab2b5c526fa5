# Signing in through an OpenID Connect provider, and why it did not work: { $name } is what it is called.

oidc-page = Connexion avec { $name }
oidc-again = Réessayer avec { $name }
oidc-other = Autres façons de se connecter

oidc-away = { $name } ne répond pas
oidc-away-do = Le service qui vous connecte est hors d’atteinte pour l’instant. Attendez une minute, puis réessayez. Si cela dure, prévenez un administrateur.
oidc-answer = La réponse de { $name } n’est pas digne de confiance
oidc-answer-do = Par prudence, Vigie ne vous a pas connecté. Prévenez l’administrateur de ce serveur : son journal dit ce qui n’allait pas.
oidc-declined = Vous n’avez pas été connecté
oidc-declined-do = Vous vous êtes arrêté chez { $name }, ou l’accès vous y a été refusé. Rien n’a changé : réessayez quand vous voulez.
oidc-lost = Cette connexion ne peut pas se terminer ici
oidc-lost-do = Elle a déjà abouti, elle a commencé dans un autre navigateur, ou celui-ci refuse les cookies. Recommencez ici, et restez dans ce navigateur jusqu’au bout.
oidc-expired = Cette connexion a pris trop de temps
oidc-expired-do = Par sécurité, elle ne reste ouverte que dix minutes. Recommencez.
oidc-unverified = Votre adresse e-mail n’est pas confirmée
oidc-unverified-do = { $name } indique ne pas avoir encore vérifié votre adresse. Confirmez-la là-bas, souvent par un lien reçu dans un message, puis réessayez.
oidc-uninvited = Vous n’avez pas encore de compte ici
oidc-uninvited-do = Demandez une invitation à votre formateur ou à un administrateur, ouvrez le lien, puis choisissez { $name }. Si vous avez déjà un compte, connectez-vous comme d’habitude.
oidc-invitation = Cette invitation n’est plus valable
oidc-invitation-do = Elle a servi, a été retirée, ou date de trop longtemps. Si c’est vous qui l’avez utilisée, connectez-vous. Sinon, demandez-en une nouvelle à la personne qui vous l’a envoyée.
oidc-address = Cette invitation est destinée à une autre adresse e-mail
oidc-address-do = Connectez-vous chez { $name } avec l’adresse invitée, puis rouvrez le lien. Si { $name } ne confirme pas cette adresse, choisissez plutôt un mot de passe.
oidc-blocked = Ce compte est fermé
oidc-blocked-do = Il ne permet plus de se connecter. Demandez-en la raison à un administrateur.
