account-page = Votre compte
account-lead = Ce que Vigie sait de vous, et ce qui peut agir en votre nom.
account-lead-solo = Vigie tourne pour vous seul. Voici ce qui peut agir en votre nom, et ce qui est gardé de votre travail.
account-profile = Qui vous êtes
account-role = Rôle
account-email = Adresse e-mail
account-no-email = Aucune
account-since = Compte créé le
account-name-hint = Celui que voient vos formateurs et vos coauteurs.
account-name-save = Enregistrer le nom
account-email-change = Changer d’adresse e-mail
account-email-new = Nouvelle adresse e-mail
account-email-hint = C’est avec elle que vous vous connecterez.
account-email-save = Changer d’adresse
account-email-elsewhere = Votre compte n’a pas de mot de passe. Pour changer d’adresse, demandez d’abord à un administrateur un lien pour en choisir un.
field-error-word = Tapez le mot tel qu’il est écrit ci-dessus.
field-error-token-name = Donnez au jeton un nom de 1 à 100 caractères.
field-error-token-scope = Choisissez une des portées proposées.
field-error-token-days = Choisissez une durée entre 1 et 365 jours.
field-error-token-many = Vous avez déjà 50 jetons. Révoquez-en un avant d’en créer un autre.
account-done-renamed = Votre nom est enregistré.
account-done-email = Votre adresse est changée. C’est avec elle que vous vous connecterez.
account-done-token-revoked = Le jeton est révoqué. L’outil qui s’en servait n’a plus accès.
account-done-erased = Vos données sont effacées. Vous pouvez repartir de zéro.
account-audit = Administration
account-audit-lead = Le journal dit qui a fait quoi sur les comptes, les exercices et les évaluations.
account-audit-open = Ouvrir le journal

tokens-title = Jetons d’API
tokens-lead = Un jeton laisse un outil ou un script agir en votre nom, sans votre mot de passe.
tokens-none = Vous n’avez aucun jeton.
token-made = Le jeton « { $name } » est créé.
token-made-once = Copiez-le maintenant : il ne sera plus jamais affiché.
token-secret = Votre jeton
token-use = Votre outil l’envoie avec chaque demande, dans l’en-tête
token-expired = Expiré
token-expired-on = Expiré le { $day }.
token-until = Valable jusqu’au { $day }.
token-used = Dernière utilisation le { $when }.
token-unused = Jamais utilisé.
token-revoke = Révoquer
token-revoke-help = L’outil qui s’en sert perdra l’accès aussitôt, pour de bon.
token-revoke-do = Révoquer ce jeton
token-new = Créer un jeton
token-name = Nom
token-name-hint = Pour le reconnaître, par exemple « carnet de cours ».
token-scope = Ce qu’il peut faire
token-scope-read = Lire
token-scope-read-help = Voir ce que vous voyez, ne rien changer.
token-scope-author = Lire et modifier
token-scope-author-help = Aussi s’exercer et, si votre rôle le permet, écrire et publier des exercices.
token-scope-admin = Tout administrer
token-scope-admin-help = Aussi gérer les comptes et lire le journal, comme vous.
token-days = Durée en jours
token-days-hint = De 1 à { $longest } jours. Ensuite, il cesse de fonctionner.
token-make = Créer le jeton

data-title = Vos données
data-lead = Tout ce que Vigie garde de vous tient dans un fichier : profil, connexions, essais, annotations, textes, évaluations, exercices écrits.
data-file = vigie-donnees-{ $day }.json
data-download = Télécharger mes données
data-erase = Effacer mon compte
data-erase-solo = Effacer mes données
data-erase-hint = La page suivante dit ce qui disparaît et ce qui reste, avant que vous ne confirmiez.

erase-title = Effacer votre compte
erase-title-solo = Effacer vos données
erase-lead = C’est définitif : personne ne pourra rien rétablir, pas même un administrateur.
erase-lead-solo = C’est définitif : rien ne pourra être rétabli. Vous continuerez avec un compte vide.
erase-goes = Ce qui disparaît
erase-goes-profile = Votre nom, votre adresse e-mail et votre mot de passe.
erase-goes-profile-solo = Votre nom.
erase-goes-sign-ins =
    { $tokens ->
        [0] Vos connexions, sur tous les navigateurs, et les invitations que personne n’a encore utilisées.
        [one] Vos connexions, sur tous les navigateurs, votre jeton d’API et les invitations que personne n’a encore utilisées.
       *[other] Vos connexions, sur tous les navigateurs, vos { $tokens } jetons d’API et les invitations que personne n’a encore utilisées.
    }
erase-goes-sign-ins-solo = Vos jetons d’API et vos connexions sur les autres navigateurs.
erase-goes-attempts =
    { $count ->
        [0] Vos essais : vous n’en avez aucun à effacer.
        [one] Un essai, avec ses annotations, ses textes, ses évaluations et le mot du coach.
       *[other] { $count } essais, avec leurs annotations, leurs textes, leurs évaluations et le mot du coach.
    }
erase-goes-exercises =
    { $count ->
        [one] Un exercice que vous avez écrit et auquel personne d’autre n’a pris part.
       *[other] { $count } exercices que vous avez écrits et auxquels personne d’autre n’a pris part.
    }
erase-goes-cohorts-left =
    { $count ->
        [one] Votre place dans le groupe où vous vous formez.
       *[other] Votre place dans les { $count } groupes où vous vous formez.
    }
erase-goes-cohorts =
    { $count ->
        [one] Un groupe que vous animez et où il n’y a personne d’autre.
       *[other] { $count } groupes que vous animez et où il n’y a personne d’autre.
    }
erase-goes-asked = Ce que vous avez demandé au modèle pour vos exercices, et ses réponses.
erase-stays = Ce qui reste
erase-stays-attempts =
    { $count ->
        [0] Les essais rendus sur les exercices que des formateurs ont écrits seraient gardés sans votre nom ; vous n’en avez aucun.
        [one] Un essai rendu sur un exercice écrit par un formateur, sans votre nom : ses statistiques et les évaluations à venir en dépendent. Vos textes y restent tels que vous les avez écrits.
       *[other] { $count } essais rendus sur des exercices écrits par des formateurs, sans votre nom : leurs statistiques et les évaluations à venir en dépendent. Vos textes y restent tels que vous les avez écrits.
    }
erase-stays-exercises =
    { $count ->
        [one] Un exercice que vous avez écrit et auquel d’autres ont pris part : un coauteur le reprend ou, à défaut, les administrateurs.
       *[other] { $count } exercices que vous avez écrits et auxquels d’autres ont pris part : un coauteur les reprend ou, à défaut, les administrateurs.
    }
erase-stays-cohorts =
    { $count ->
        [one] Un groupe que vous animez et où d’autres travaillent : il revient à un autre de ses formateurs ou, à défaut, il est archivé.
       *[other] { $count } groupes que vous animez et où d’autres travaillent : chacun revient à un autre de ses formateurs ou, à défaut, est archivé.
    }
erase-stays-decisions =
    { $count ->
        [one] Une décision que vous avez prise sur le travail d’autrui, avec sa raison, sans votre nom : une évaluation repose sur elle.
       *[other] { $count } décisions que vous avez prises sur le travail d’autrui, avec leurs raisons, sans votre nom : des évaluations reposent sur elles.
    }
erase-stays-audit = Le journal de ce qui a été fait : il ne contient que des numéros, jamais votre nom.
erase-confirm = Confirmer
erase-data-first = Gardez-en d’abord une copie :
erase-word = EFFACER
erase-word-label = Tapez { $word } pour confirmer
erase-do = Effacer pour toujours
erase-keep = Ne rien effacer
erase-back = Revenir au compte
erase-last-admin = Vous êtes le dernier administrateur : sans vous, plus personne ne pourrait gérer ce serveur. Donnez d’abord ce rôle à quelqu’un d’autre, puis revenez.
erased-title = Votre compte est effacé
erased-lead = Il ne reste rien qui porte votre nom. Merci d’avoir veillé.
erased-sign-in = Aller à la page de connexion
