role-trainee = Apprenant
role-trainer = Formateur
role-admin = Administrateur
role-trainee-help = Apprenant : s’entraîne aux exercices.
role-trainer-help = Formateur : écrit aussi des exercices et invite des apprenants.
role-admin-help = Administrateur : s’occupe aussi des comptes et des exercices de chacun.

people-page = Personnes
people-title = Personnes
people-lead-admin = Tous ceux qui ont un compte sur ce serveur.
people-lead-trainer = Les apprenants de ce serveur.
people-invite = Inviter
people-audit = Journal
people-search = Nom ou adresse
people-role = Rôle
people-any-role = Tous les rôles
people-state = État
people-any-state = Tous
people-show = Afficher
people-list = Liste
people-none = Personne pour l’instant
people-none-do = Invitez les premières personnes : chacune reçoit de vous un lien.
people-no-match = Personne ne correspond
people-all = Afficher tout le monde
list-more = Suite

person-state-active = Actif
person-state-blocked = Bloqué
person-no-email = Sans adresse e-mail
person-never = Jamais connecté
person-last-sign-in = Connecté le { $when }
person-since = Compte créé le
person-seen = Dernière connexion
person-reset = Mot de passe oublié
person-reset-why = Un lien permet à cette personne de choisir un nouveau mot de passe. Elle sera déconnectée partout ailleurs.
person-reset-do = Créer un lien
person-reset-made = Le lien est prêt
person-reset-made-do = Copiez-le et remettez-le à cette personne seule, par un moyen sûr : qui le détient peut entrer dans son compte. Il n’est montré qu’une fois, sert une fois, et vaut jusqu’au { $until }.
person-reset-link = Lien pour un nouveau mot de passe
person-role = Changer de rôle
person-role-do = Changer
person-block = Bloquer le compte
person-block-why = La personne est déconnectée partout, ses jetons d’API sont effacés et elle ne peut plus se connecter. Son travail reste. Vous pourrez la débloquer.
person-block-do = Bloquer
person-unblock = Débloquer le compte
person-unblock-why = La personne pourra se connecter de nouveau, avec le même mot de passe.
person-unblock-do = Débloquer
person-said-role = Le rôle est changé.
person-said-blocked = Le compte est bloqué.
person-said-unblocked = Le compte est débloqué.
person-said-last-admin = Impossible : c’est le dernier administrateur. Donnez d’abord ce rôle à quelqu’un d’autre.
person-said-own-account = Impossible : personne ne bloque son propre compte. Demandez à un autre administrateur.
person-said-no-email = Impossible : cette personne n’a pas d’adresse pour se connecter.
person-said-person-blocked = Impossible : ce compte est bloqué. Débloquez-le d’abord.

invitations-page = Invitations
invitations-title = Invitations
invitations-lead = { $days ->
    [one] Chaque invitation est un lien que vous copiez et remettez vous-même : Vigie n’envoie pas de courriel. Il sert une fois, et vaut un jour.
   *[other] Chaque invitation est un lien que vous copiez et remettez vous-même : Vigie n’envoie pas de courriel. Il sert une fois, et vaut { $days } jours.
}
invitations-made = { $count ->
    [one] Le lien est prêt
   *[other] { $count } liens sont prêts
}
invitations-made-do = { $count ->
    [one] Copiez-le maintenant : il n’est montré qu’une fois.
   *[other] Copiez-les maintenant : ils ne sont montrés qu’une fois.
}
invitation-for-anyone = N’importe quelle adresse
invite-title = Inviter
invite-emails = Adresses e-mail (facultatif)
invite-emails-help = Une ou plusieurs, cent au plus, séparées par des virgules, des espaces ou des retours à la ligne. Chacune reçoit son lien, qui ne vaut que pour elle. Sans adresse, un seul lien qui vaut pour toutes.
invite-do = Créer l’invitation
invite-trouble-addresses = Ceci n’est pas une adresse e-mail ; aucune invitation n’a été créée :
invite-trouble-taken = Un compte existe déjà ; aucune invitation n’a été créée :
invite-trouble-many = C’est trop à la fois : cent adresses au plus. Aucune invitation n’a été créée.
invitations-list = Invitations déjà faites
invitations-none = Aucune pour l’instant.
invitation-state-open = en attente
invitation-state-used = utilisée
invitation-state-expired = expirée
invitation-until = Valable jusqu’au { $when }
invitation-expired-on = A expiré le { $when }
invitation-used-by = Utilisée par { $name } le { $when }
invitation-nobody = quelqu’un dont le compte est effacé
invitation-by = Faite par { $name }
invitation-by-server = le serveur
invitation-renew = Nouveau lien
invitation-renew-of = Nouveau lien pour { $whom }
invitation-revoke = Annuler
invitation-revoke-of = Annuler l’invitation pour { $whom }
