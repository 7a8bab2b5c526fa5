cohorts-nav = Groupes
cohorts-title = Vos groupes
cohorts-archived-title = Groupes archivés
cohorts-archived-ones = Voir les groupes archivés
cohorts-open-ones = Voir les groupes ouverts
cohorts-none = Pas encore de groupe
cohorts-none-why = Créez un groupe, donnez son lien à vos stagiaires, puis choisissez les exercices et leurs dates.
cohorts-archived-none = Aucun groupe archivé
cohorts-more = Groupes suivants
cohort-new = Nouveau groupe
cohort-settings = Réglages du groupe
cohort-back = Retour au groupe
cohort-name = Nom du groupe
cohort-time-zone = Fuseau horaire
cohort-time-zone-help = Les dates du groupe s’écrivent et se lisent à cette heure-là.
cohort-wrong-name = Donnez un nom, de 200 caractères au plus.
cohort-wrong-zone = Choisissez un fuseau horaire de la liste.
cohort-make = Créer le groupe
cohort-save = Enregistrer
cohort-cancel = Annuler
cohort-members-count =
    { $count ->
        [0] Aucun stagiaire
        [one] { $count } stagiaire
       *[other] { $count } stagiaires
    }
cohort-trainers-are = animé par { $names }
cohort-dates-in = dates à l’heure { DE($zone) }
cohort-overview = Vue d’ensemble
cohort-archive = Archiver
cohort-restore = Rouvrir
cohort-is-archived = Ce groupe est archivé : on ne peut plus le rejoindre ni y commencer d’exercice. Ce qui est commencé peut être rendu.
cohort-assignments = Exercices donnés
cohort-assignments-none = Aucun exercice donné pour l’instant. Le premier apparaîtra aussitôt sur l’accueil des stagiaires.
assignments-archived =
    { $count ->
        [one] { $count } exercice archivé
       *[other] { $count } exercices archivés
    }
cohort-begun =
    { $count ->
        [0] personne n’a commencé
        [one] { $count } personne a commencé
       *[other] { $count } personnes ont commencé
    }
cohort-opens = Ouvre le { $when }
cohort-attempts =
    { $count ->
        [one] { $count } essai permis
       *[other] { $count } essais permis
    }
cohort-attempts-any = essais sans limite
cohort-joining = Faire entrer les stagiaires
cohort-joining-help = Donnez le lien, ou le code à saisir. Une personne sans compte doit d’abord être invitée.
cohort-joining-off = Personne ne peut rejoindre ce groupe pour le moment.
cohort-link = Lien pour rejoindre
cohort-code = Code du groupe
cohort-code-renew = Changer de code
cohort-code-on = Créer un code
cohort-code-off = Désactiver le code
cohort-members = Stagiaires
cohort-members-none = Personne n’a encore rejoint ce groupe.
cohort-member-name = Nom
cohort-member-email = Adresse e-mail
cohort-member-since = Depuis le
cohort-member-remove = Retirer
cohort-trainers = Formateurs
cohort-owner = responsable
cohort-trainer-email = Adresse e-mail d’un formateur ou d’une formatrice
cohort-trainer-add = Ajouter
cohort-said-made = Le groupe est créé. Donnez maintenant son lien à vos stagiaires.
cohort-said-changed = Les réglages sont enregistrés.
cohort-said-archived = Le groupe est archivé. Vous pouvez le rouvrir.
cohort-said-restored = Le groupe est rouvert.
cohort-said-code-new = Le nouveau code est en place ; l’ancien ne fonctionne plus.
cohort-said-code-off = Le code est désactivé ; qui a déjà rejoint le groupe y reste.
cohort-said-removed = C’est fait. Son travail reste le sien.
cohort-said-trainer = Le groupe a un formateur de plus.
cohort-said-assigned = L’exercice est donné.
cohort-said-assignment-changed = L’exercice donné est modifié.
cohort-said-assignment-removed = L’exercice est retiré. S’il était commencé, il est archivé avec le travail rendu.
cohort-said-no-trainer = Seuls les formateurs et les administrateurs animent un groupe.
cohort-said-no-person = Aucun compte n’a cette adresse.
cohort-said-is-member = Cette personne est stagiaire de ce groupe ; retirez-la d’abord de la liste.
cohort-said-forbidden = Seule la personne responsable du groupe choisit qui l’anime.

assignment-new = Donner un exercice
assignment-edit-title = Modifier l’exercice donné
assignment-edit = Modifier
assignment-remove = Retirer
assignment-make = Donner l’exercice
assignment-exercise = Exercice
assignment-choose = Choisissez…
assignment-mode = Évaluation
mode-formative = Formative
mode-formative-help = Le bilan est montré dès que l’essai est rendu.
mode-certifying = Certifiante
mode-certifying-help = Rien du bilan n’est montré avant qu’un formateur l’ait confirmé.
assignment-zone = Les dates sont à l’heure { DE($zone) }.
assignment-opens = Ouverture
assignment-opens-help = Laissez vide pour ouvrir tout de suite.
assignment-due = À rendre pour le
assignment-due-help = Passé ce moment on ne commence plus. Un essai commencé à temps peut encore être rendu : il est marqué en retard.
assignment-attempts = Nombre d’essais permis
assignment-attempts-help = Laissez vide pour ne pas limiter.
assignment-reference = Texte de référence
reference-after-submission = référence montrée une fois l’essai rendu
reference-after-due = référence montrée après la date limite
assignment-position = Rang dans la liste
assignment-position-help = Les plus petits d’abord ; à rang égal, ce qui est à rendre le plus tôt.
assignment-fixed = Quelqu’un a commencé cet exercice : on ne peut plus changer l’exercice ni l’évaluation.
assignment-wrong-exercise_id = Choisissez un exercice de la liste.
assignment-wrong-opens_at = Donnez une date et une heure qui existent ce jour-là.
assignment-wrong-due_at = Donnez une date et une heure qui existent ce jour-là.
assignment-wrong-order = La date limite doit venir après l’ouverture.
assignment-wrong-attempts_allowed = Donnez un nombre de 1 à 100, ou rien.
assignment-wrong-reference = Pour montrer la référence après la date limite, donnez une date limite.
assignment-wrong-position = Donnez un nombre de 0 à 10 000.
assignment-wrong-mode = Choisissez une évaluation de la liste.
assignment-wrong-cohort-archived = Ce groupe est archivé ; rouvrez-le avant d’y donner des exercices.
assignment-wrong-begun = Quelqu’un vient de commencer cet exercice : on ne peut plus changer l’exercice ni l’évaluation.

joining-title = Rejoindre un groupe
joining-help = Saisissez le code que votre formateur ou votre formatrice vous a donné.
joining-one = Rejoindre « { $name } »
joining-who = Groupe animé par { $names }.
joining-means = Les personnes qui animent ce groupe verront les essais des exercices qu’elles vous donnent et, pour une évaluation certifiante, quand vous avez rendu le même exercice à part entre-temps. Elles ne verront rien d’autre de votre travail.
joining-do = Rejoindre
joining-wrong-unknown-code = Aucun groupe n’a ce code. Vérifiez-le lettre par lettre, ou demandez le code actuel.
joining-wrong-cohort-archived = Ce groupe est fermé : on ne peut plus le rejoindre.
joining-wrong-own-cohort = Vous animez ce groupe : vous n’avez pas à le rejoindre.
joining-wrong-too-many-requests = Trop de codes erronés. Attendez quelques minutes, puis réessayez.

duties-title = À faire
duties-none = Rien à rendre pour le moment.
duties-rest =
    { $count ->
        [one] { $count } exercice déjà rendu ou terminé
       *[other] { $count } exercices déjà rendus ou terminés
    }
duty-upcoming = Pas encore ouvert
duty-open = À commencer
duty-under-way = En cours
duty-awaiting = En attente de confirmation
duty-done = Rendu
duty-missed = Non rendu
duty-late = En retard
duty-late-done = Rendu en retard
duty-certifying = Évaluation certifiante
duty-due = À rendre pour le { $when }
duty-no-due = Sans date limite
duty-opens = Ouvre le { $when }
duty-attempts = Essais commencés : { $begun } sur { $allowed }
duty-said-not-open-yet = Cet exercice n’est pas encore ouvert ; sa date d’ouverture est indiquée ci-dessous.
duty-said-assigned = Cet exercice vous est donné par votre groupe : commencez-le d’ici.
duty-said-closed = La date limite de cet exercice est passée : on ne peut plus le commencer. Parlez-en à la personne qui anime votre groupe.
duty-said-no-attempts-left = Vous avez utilisé tous les essais permis pour cet exercice.
duty-said-cohort-archived = Ce groupe est fermé : on n’y commence plus rien.
duty-said-assignment-archived = Cet exercice a été retiré entre-temps.
moment-exact = { $day } à { $time } (heure { DE($zone) })
due-today = Aujourd’hui à { $time }
due-tomorrow = Demain à { $time }
due-minutes =
    { $count ->
        [one] Dans { $count } minute
       *[other] Dans { $count } minutes
    }
due-days =
    { $count ->
        [one] Dans { $count } jour
       *[other] Dans { $count } jours
    }
due-past-today = Depuis aujourd’hui à { $time }
due-past-days =
    { $count ->
        [one] Depuis { $count } jour
       *[other] Depuis { $count } jours
    }

cohort-assignments-none-archived = Aucun exercice n’a été donné à ce groupe.
cohort-joining-invite = Inviter des personnes
cohort-members-none-do = Envoyez le lien du groupe à vos stagiaires.
duties-join = Un formateur ou une formatrice vous a donné un code ?
duty-said-joined = Vous faites maintenant partie du groupe. Ses exercices apparaissent ici.
cohort-sure-archive = On ne pourra plus rejoindre le groupe ni y commencer d’exercice. Vous pourrez le rouvrir.
cohort-sure-code = L’ancien lien et l’ancien code cesseront aussitôt de fonctionner. Qui a déjà rejoint le groupe y reste.
cohort-sure-code-off = Le lien et le code cesseront aussitôt de fonctionner. Vous pourrez en créer d’autres.
cohort-sure-member = Cette personne ne verra plus les exercices du groupe et garde son travail. Vous ne verrez plus ses essais ; les décisions qui l’attendent reviennent aux administrateurs.
cohort-sure-trainer = Cette personne n’animera plus le groupe et n’en verra plus le travail.
cohort-sure-assignment =
    { $count ->
        [0] Personne ne l’a commencé : il disparaîtra, sans laisser de trace.
       *[other] On ne pourra plus le commencer. Il sera archivé avec le travail déjà fait.
    }
