sign-in-page = Se connecter
sign-in-title = Il vous faut le lien de connexion.
sign-in-lead = Vigie tourne sur cet ordinateur, pour vous seul : pas de compte, pas de mot de passe, un lien.
sign-in-refused = Ce lien a déjà servi, ou un lien plus récent l’a remplacé. Chaque démarrage en affiche un nouveau.
sign-in-already = Vous êtes déjà connecté.
sign-in-go-on = Continuer
sign-in-where = Où le trouver
sign-in-step-terminal = Revenez au terminal où vous avez lancé make run (ou vigie serve).
sign-in-step-link = Le lien y est affiché au démarrage, comme ci-dessous.
sign-in-step-open = Ouvrez-le dans ce navigateur : il vous connecte, une seule fois.
sign-in-picture = Dans le terminal, sous la commande make run, une adresse qui finit par token, suivi d’un long code.
sign-in-lost = Le lien a déjà servi, ou vous ne le trouvez plus ? Arrêtez Vigie (Ctrl + C), relancez la même commande : un nouveau lien s’affiche, et rien de votre travail n’est perdu.
nav-accounts = Menu principal
nav-people = Personnes
nav-account = Mon compte

sign-in-heading = Se connecter
sign-in-do = Se connecter
sign-in-or = ou
sign-in-provider = Se connecter avec { $name }
sign-in-forgotten = Mot de passe oublié ?
sign-in-forgotten-do = Demandez à la personne qui vous forme, ou qui administre ce serveur, un lien pour en choisir un autre. Vigie n’envoie pas de courriel.
sign-in-no-account = Pas encore de compte ? Il faut une invitation : un lien que vous remet la personne qui vous forme.
sign-in-trouble-wrong = L’adresse et le mot de passe ne vont pas ensemble. Vérifiez les deux, puis réessayez.
sign-in-trouble-blocked = Ce compte est bloqué. Adressez-vous à la personne qui administre ce serveur.
sign-in-trouble-busy = Beaucoup de monde se connecte en ce moment. Réessayez dans quelques secondes.
sign-in-trouble-too-many-requests = { $minutes ->
    [one] Trop d’essais. Attendez une minute, puis réessayez.
   *[other] Trop d’essais. Attendez { $minutes } minutes, puis réessayez.
}

field-name = Votre nom
field-name-help = Comme vos formateurs doivent le lire.
field-email = Adresse e-mail
field-password = Mot de passe
field-password-old = Mot de passe actuel
field-password-new = Nouveau mot de passe
field-password-help = Dix caractères au moins. Quelques mots sans rapport entre eux font un bon mot de passe.
field-error-name = Indiquez votre nom.
field-error-address = Ce n’est pas une adresse e-mail complète, comme prenom@exemple.fr.
field-error-other = L’invitation est pour une autre adresse.
field-error-taken = Un compte existe déjà avec cette adresse : connectez-vous plutôt.
field-error-short = Trop court : il faut dix caractères au moins.
field-error-long = Trop long : deux cents caractères au plus.
field-error-obvious = Trop facile à deviner. Choisissez autre chose que votre adresse, une suite de chiffres ou un mot connu.
field-error-wrong = Ce n’est pas votre mot de passe actuel.
form-mend = { $count ->
    [one] Un champ est à corriger.
   *[other] { $count } champs sont à corriger.
}

join-page = Invitation
join-title = Bienvenue sur Vigie
join-lead-trainee = On vous invite à vous entraîner à relire ce qu’une IA a écrit. Créez votre compte : c’est tout ce qu’il faut.
join-lead-trainer = On vous invite à écrire des exercices et à suivre des apprenants. Créez votre compte pour commencer.
join-lead-admin = Ce compte administrera le serveur : les personnes, les exercices, le journal.
join-provider = Continuer avec { $name }
join-or = ou avec un mot de passe
join-email-bound = L’invitation est pour cette adresse.
join-do = Créer mon compte
join-privacy = Votre nom et votre travail sont visibles de vos formateurs et de qui administre ce serveur. Vous pourrez les télécharger ou effacer votre compte à tout moment.
join-signed-in = Vous êtes déjà connecté.
join-signed-in-do = Ce lien sert à créer un nouveau compte. Si c’est ce que vous voulez, déconnectez-vous, puis ouvrez-le à nouveau.

reset-page = Nouveau mot de passe
reset-title = Choisissez un nouveau mot de passe
reset-lead = Vous serez ensuite connecté ici. Partout ailleurs, il faudra vous reconnecter, et vos jetons d’API ne vaudront plus.
reset-do = Enregistrer et se connecter

dead-sign-in = Aller à la page de connexion
dead-invitation-used = Cette invitation a déjà servi
dead-invitation-used-do = Un compte a été créé avec elle. Si c’est le vôtre, connectez-vous.
dead-invitation-expired = Cette invitation a expiré
dead-invitation-expired-do = Demandez-en une nouvelle à la personne qui vous l’a remise.
dead-invitation-unknown = Cette invitation n’existe pas, ou plus
dead-invitation-unknown-do = Elle a pu être annulée, ou il manque un bout du lien. Copiez-le en entier, ou demandez-en un autre.
dead-reset-used = Ce lien a déjà servi
dead-reset-used-do = Le mot de passe a été changé avec lui. Si ce n’était pas vous, prévenez tout de suite la personne qui administre ce serveur.
dead-reset-expired = Ce lien a expiré
dead-reset-expired-do = Demandez-en un nouveau à la personne qui vous l’a remis.
dead-reset-unknown = Ce lien n’existe pas, ou plus
dead-reset-unknown-do = Un lien plus récent l’a peut-être remplacé, ou il en manque un bout. Copiez-le en entier, ou demandez-en un autre.

sessions-title = Navigateurs connectés
sessions-lead = Là où votre compte est ouvert. Si vous ne reconnaissez pas une ligne, déconnectez-la et changez de mot de passe.
session-unknown = Navigateur inconnu
session-current = celui-ci
session-when = Connecté le { $since } ; utilisé pour la dernière fois le { $used }
session-end = Déconnecter
session-end-of = Déconnecter { $label }, connecté le { $since }
sessions-end-others = Déconnecter tous les autres
account-said-session-ended = Ce navigateur est déconnecté.
account-said-sessions-ended = Tous les autres navigateurs sont déconnectés.
account-said-password-changed = Le mot de passe est changé. Les autres navigateurs sont déconnectés.
account-said-password-kept = Le mot de passe n’a pas été changé.

password-title = Mot de passe
password-lead = Le changer déconnecte vos autres navigateurs. Vos jetons d’API restent valables.
password-elsewhere = Vous vous connectez sans mot de passe, par un autre service : il n’y a rien à changer ici.
password-do = Changer de mot de passe

link-copy = Copier
link-copied = Copié
