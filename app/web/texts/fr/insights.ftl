# What trainers read of a cohort.
insights-nameless = Compte effacé
insights-mode-formative = formative
insights-mode-certifying = certifiante
insights-state-not-begun = pas commencé
insights-state-under-way = en cours
insights-state-handed-in = rendu
insights-sign-late = en retard
insights-sign-left = laissé en plan
insights-sign-low = deux scores bas de suite

insights-overview-page = Vue d’ensemble de { $cohort }
insights-overview = Vue d’ensemble
insights-overview-lead =
    { $people ->
        [one] { $people } stagiaire
       *[other] { $people } stagiaires
    }, { $assignments ->
        [one] { $assignments } exercice donné.
       *[other] { $assignments } exercices donnés.
    }
insights-as-of = État au { $when } (heure { DE($zone) }).
insights-csv = Télécharger pour un tableur (CSV)
insights-nobody = Personne dans ce groupe pour l’instant
insights-nobody-do = Donnez le lien ou le code du groupe à vos stagiaires : cette page se remplit dès qu’ils l’ont rejoint.
insights-nothing-set = Aucun exercice donné pour l’instant
insights-nothing-set-do = Donnez un exercice au groupe : vous verrez ici qui l’a rendu, et avec quels scores.
insights-to-cohort = Aller à la page du groupe
insights-hand = Qui a peut-être besoin d’aide
insights-hand-one = À suivre
insights-hand-nobody = Personne, d’après ces règles.
insights-rules = En retard : l’échéance est passée et rien n’est rendu. Laissé en plan : commencé, rien de rendu, sans activité depuis { $untouched } jours alors que l’échéance est dans { $soon } jours au plus ; sans échéance, depuis { $undated } jours. Scores bas : les deux derniers scores d’ensemble sont sous { $low }.
insights-by-assignment = Exercice par exercice
insights-exercise = Exercice
insights-due = À rendre pour
insights-no-due = Sans échéance
insights-handed-in = Rendu
insights-late = En retard
insights-median-overall = Score médian
insights-of = { $part } sur { $whole }
insights-table = Tableau : { $name }
insights-progress = Rendu : { $handed }, en cours : { $open }, pas commencé : { $none }
insights-who = Qui a fait quoi
insights-who-how = Le score d’ensemble du dernier essai rendu, sur 100. Seuls comptent les essais faits pour ce groupe.
insights-trainee = Stagiaire
insights-median-own = Médiane
insights-awaiting = à confirmer
insights-provisional = provisoire
insights-scores = Scores par dimension
insights-scores-how = Le dernier essai rendu de chaque stagiaire, pour chaque exercice. La moitié des scores se trouve entre les deux quartiles.
insights-scores-none = Aucun score : rien n’est encore rendu.
insights-score = Score
insights-count = Nombre
insights-quarter-low = 1er quartile
insights-median = Médiane
insights-quarter-high = 3e quartile
insights-spread = Répartition
insights-spread-0-100 = Répartition, de 0 à 100
insights-from-to = De { $low } à { $high }
insights-unmeasured = Rien ne le mesure
insights-confirmed = Évaluations certifiantes confirmées
insights-confirmed-how = Une part proche de 100 %, en peu de temps, dit que les évaluations sont confirmées sans être relues.
insights-trainer = Formateur ou formatrice
insights-unchanged = Confirmées sans changement
insights-confirm-time = Temps médian par évaluation
insights-interval = Intervalle à 95 % : de { $low } à { $high }
insights-no-interval = Sans intervalle : trop peu de personnes, ou un accord parfait

insights-person-page = { $name }, { $cohort }
insights-back-overview = Vue d’ensemble : { $cohort }
insights-person-lead = Dans le groupe depuis le { $since }.
insights-no-attempt = Rien de commencé pour l’instant
insights-no-attempt-do = Les essais faits pour ce groupe apparaîtront ici. Ce que la personne fait d’elle-même, hors du groupe, ne regarde qu’elle.
insights-over-time = Au fil du temps
insights-over-time-how = Les essais rendus, du premier au dernier ; l’échelle va de 0 à 100.
insights-trend = { $name }, du premier essai au dernier : { $scores }
insights-last-and-median = Dernier : { $last }. Médiane des derniers : { $median }.
insights-nothing-handed-in = Rien n’est encore rendu.
insights-attempts = Les essais
insights-elapsed = Écoulé
insights-active = D’activité
insights-since = Commencé le { $when }
insights-not-handed-in = Pas encore rendu
insights-unknown = On ne peut rien en dire
insights-time-how = Écoulé : du début à la remise, pauses et nuits comprises ; c’est le plus que le travail a pu durer. D’activité : la somme des intervalles d’au plus { $pause } minutes entre deux enregistrements ; c’est à peu près le moins, car une longue lecture ne laisse pas de trace.
insights-trust = Confiance dans le texte de l’IA
insights-trust-too-trusting = Trop de confiance : trop de défauts passent.
insights-trust-balanced = Équilibre : la méfiance va là où il faut.
insights-trust-too-suspicious = Trop de méfiance : trop de passages justes sont soupçonnés.
insights-types = Ce qui est trouvé, par type de défaut
insights-types-how = Au premier essai de chaque exercice : ensuite, le bilan a montré les défauts.
insights-type = Type
insights-found = Trouvés

insights-exercise-page = { $title }, { $cohort }
insights-exercise-lead =
    { $people ->
        [one] { $people } personne
       *[other] { $people } personnes
    }, { $submissions ->
        [one] { $submissions } essai rendu.
       *[other] { $submissions } essais rendus.
    }
insights-versions = Ces essais portent sur { $count } versions de l’exercice.
insights-no-answers = Personne n’a encore rendu cet exercice
insights-no-answers-do = Les défauts trouvés, les pièges et le temps passé apparaîtront ici avec les premiers essais rendus.
insights-flaws = Les défauts
insights-flaw = Défaut
insights-found-by = Trouvé par
insights-understood-by = Cause comprise par
insights-discrimination = Discrimination
insights-omission = omission
insights-older = d’une version antérieure
insights-decoys = Les pièges
insights-decoys-how = Des passages justes qui ont l’air suspects. Qui en marque un comme défaut s’y est laissé prendre.
insights-decoy = Piège
insights-misled = S’y sont laissé prendre
insights-no-variance = Rien à comparer : tout le monde a répondu de même
insights-few = petit effectif
insights-how = Comment lire ces chiffres
insights-how-first = Chaque personne compte une fois, avec son premier essai rendu : ensuite, le bilan a montré les défauts.
insights-how-bars = Le trait sur chaque barre est l’intervalle à 95 % : là où la vraie part peut se trouver, avec ce nombre de personnes (Wilson).
insights-how-discrimination = Discrimination, de −1 à 1 : près de 1, ceux qui réussissent le reste de la relecture trouvent ce défaut, ou évitent ce piège, et les autres non ; près de 0, cela n’a pas de rapport ; sous 0, ce sont les plus faibles qui y arrivent, et l’élément est à relire. C’est la corrélation bisériale de point corrigée : l’élément contre le score de relecture calculé sans lui. Un tiret : tout le monde a répondu de même, il n’y a rien à comparer.
insights-small =
    { $people ->
        [one] { $people } personne seulement.
       *[other] { $people } personnes seulement.
    } Sous { $enough }, une discrimination (*) dit peu : même sans aucun rapport, le hasard seul donne jusqu’à ±0,36 à { $enough } personnes (intervalle de Fisher), et davantage à moins. Kromrey et Bacon (1992, ERIC ED348378) l’ont simulé pour des groupes de 5 à 160.
insights-time = Temps passé
insights-in-one-go =
    { $count ->
        [one] { $count } essai fait d’une traite.
       *[other] { $count } essais faits d’une traite.
    }

insights-minutes = { $count } min
insights-hours = { $hours } h { $minutes }
insights-days =
    { $count ->
        [one] { $count } jour
       *[other] { $count } jours
    }
insights-seconds = { $count } s
