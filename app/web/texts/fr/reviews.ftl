reviews-nav = Relectures
reviews-page = Relectures
reviews-title = Relectures
reviews-lead = Ce qui attend votre décision, le plus ancien d’abord.
reviews-none = Rien n’attend
reviews-none-help = Les réponses contradictoires du modèle, les contestations, les évaluations certifiantes et les défauts proposés par vos stagiaires arriveront ici.
reviews-none-of-kind = Rien de ce genre n’attend.
reviews-kinds = Genres de relectures
reviews-all = Tout
reviews-begin = Commencer
reviews-more = Encore { $count } après celles-ci.
review-kind-split = Réponses contradictoires
review-kind-appeal = Contestation
review-kind-certifying = À confirmer
review-kind-proposal = Défaut proposé

review-page = Relecture : { $name }
review-next = Suivante ({ $count })
review-overall = Score actuel :
review-closed = C’est décidé. Vous pouvez relire, plus rien n’attend ici.
review-practised =
    { $count ->
        [one] Après que cet exercice a été donné, et avant de commencer cet essai, cette personne l’a rendu une fois à part, le { $last }. Elle a pu en lire le bilan.
       *[other] Après que cet exercice a été donné, et avant de commencer cet essai, cette personne l’a rendu { $count } fois à part, la dernière le { $last }. Elle a pu en lire le bilan.
    }
review-provisional = Le modèle n’a pas encore répondu. Si vous confirmez maintenant, l’évaluation reste telle que vous la voyez.
review-trouble = Rien n’a été décidé.
review-trouble-decided = Quelqu’un a décidé entre-temps. Voici ce qui vaut maintenant.
review-trouble-stale = L’évaluation a changé depuis que vous l’avez ouverte. La voici telle qu’elle est maintenant : relisez, puis décidez.
review-trouble-answers-gone = Rien n’a été décidé : les réponses du modèle sur lesquelles repose cette évaluation manquent au journal des appels, elle ne peut donc pas être recalculée. Demandez à l’administration de le rétablir depuis la sauvegarde de la base, puis décidez ; ce que vous avez écrit figure ci-dessous.
review-trouble-draft-changed = Rien n’a été décidé : l’exercice a des modifications qui ne sont pas publiées, ou il est archivé. Publiez-le, puis acceptez ; ou acceptez sans en faire un nouveau défaut.
review-trouble-no-place = Rien n’a été décidé : on ne peut pas en faire un défaut. Un passage doit figurer dans l’exercice tel qu’il est maintenant, hors de ses autres défauts et leurres ; pour un oubli, dites ce qui manque, après quel passage du texte, et les mots d’un commentaire qui le nomment. Vous pouvez aussi accepter sans en faire un nouveau défaut.
review-trouble-invalid = Choisissez une décision et dites pourquoi.
review-words-appeal = La contestation
review-words-proposal = Ce qui est proposé
review-ask-mark = Ce passage est-il un défaut ?
review-ask-outcome = Le défaut est-il repéré, et sa cause comprise ?
review-ask-repaired = Le défaut est-il réparé ?
review-ask-check = Ce critère est-il tenu ?
review-undecided = non décidé
review-omission = Signale un oubli
review-their-evidence = Preuve citée :
review-stands = Ce qui vaut
review-rule = Les règles seules
review-runs-present = Le modèle : le défaut est-il encore là ?
review-runs-check = Le modèle : le critère est-il tenu ?
review-runs-outcome = Le modèle : la cause est-elle comprise ?
review-run = Réponse { $run }
review-yes = oui
review-no = non
review-brief = La commande
review-mark = La marque
vote-not-answered = sans réponse
vote-answered-twice = a répondu deux fois
vote-wrong-field = cite un autre texte
vote-quote-too-short = citation trop courte
vote-quote-not-found = citation introuvable
review-decide = Votre décision
review-found-by = Repéré par la marque { $number }
review-proposal-accepted = C’est bien un défaut
review-proposal-rejected = Ce n’en est pas un
review-reason = Pourquoi
review-new-flaw = En faire un défaut de l’exercice
review-new-flaw-help = Une nouvelle version de l’exercice est publiée, où ce passage est un défaut. Toutes les personnes qui l’avaient marqué sont créditées.
review-new-omission-help = Une nouvelle version de l’exercice est publiée, où manque ce que vous écrivez ici. Toutes les personnes dont un signalement d’oubli le nomme, avec vos mots ci-dessous, sont créditées ; sans nouveau défaut, cette personne seule l’est.
review-good = La bonne formulation
review-good-help = Laissé vide : le passage est simplement de trop.
review-missing = Ce qui manque, tel qu’on devrait le lire
review-after = Après quel passage du texte
review-after-help = Copiez ses mots depuis le texte de l’IA. Laissé vide : à la fin.
review-accept = Mots d’un commentaire qui montrent que c’est compris
review-accept-help = Un groupe par ligne, ses mots séparés par des virgules : un groupe suffit, avec tous ses mots.
review-accept-needed = Indispensable pour un oubli, que rien d’autre ne permet de trouver.
review-why = Pourquoi c’est un défaut (montré dans le bilan)
review-send = Décider
review-keys = Ctrl + Entrée pour décider
review-confirm = Confirmer l’évaluation
review-confirm-help = La personne verra l’évaluation avec votre nom. Votre temps de lecture et vos changements sont notés.
review-confirm-word = Votre mot pour cette personne
review-confirm-do = Confirmer et montrer
ruling-confirmed = évaluation confirmée
review-work = Le travail rendu
review-marks = { $count ->
    [one] { $count } marque
   *[other] { $count } marques
}
review-draft = Le texte de l’IA

agreement-page = Accord avec le modèle
agreement-title = Accord avec le modèle
agreement-link = Accord avec le modèle
agreement-lead = Sur les points tranchés par un modèle puis par une personne, à quel point sont-ils d’accord ?
agreement-caution = Ce n’est pas un échantillon tiré au hasard : on y trouve surtout ce qui a été contesté et ce qui certifie. Kappa vaut 1 pour un accord parfait, 0 pour ce que donnerait le hasard.
agreement-none = Personne n’a encore tranché un point sur lequel un modèle s’était prononcé.
agreement-months = Au fil des mois
agreement-models = Par modèle
agreement-criteria = Par point
agreement-month = Mois
agreement-whole = Ensemble
agreement-prompt = Consigne
agreement-model = Modèle
agreement-exercise = Exercice
agreement-check = Point
agreement-count = Points
agreement-both = Tenu pour les deux
agreement-model-only = Pour le modèle seul
agreement-person-only = Pour la personne seule
agreement-neither = Pour aucun
agreement-agreed = D’accord
agreement-kappa = Kappa

found-title = Reconnus comme défauts dans vos exercices
found-lead = Des formatrices et des formateurs ont donné raison à qui marquait ces passages. Vous pouvez en faire des défauts d’une prochaine version.
found-times = { $count ->
    [one] une fois
   *[other] { $count } fois
}

reviews-wait =
    { $count ->
        [one] Une relecture attend votre décision.
       *[other] { $count } relectures attendent votre décision.
    }
reviews-see = Voir les relectures
reviews-none-do = Aller à vos groupes
review-kinds-split = Réponses contradictoires
review-kinds-appeal = Contestations
review-kinds-certifying = À confirmer
review-kinds-proposal = Défauts proposés
review-said-decided = Votre décision est enregistrée. La personne la verra, avec votre nom et votre raison.
review-said-changed = Votre décision est enregistrée. L’évaluation attend encore d’être confirmée.
review-flaw-of = Défaut « { $type } »
review-confirm-lead =
    { $count ->
        [one] { $count } point évalué
       *[other] { $count } points évalués
    }, { $open ->
        [0] tous décidés.
        [one] { $open } non décidé.
       *[other] { $open } non décidés.
    } Ouvrez ceux qui vous paraissent douteux, changez ce qui doit l’être, puis confirmez.
review-confirm-go = Aller à la confirmation
ruling-repaired-passed = réparé
ruling-repaired-failed = non réparé
