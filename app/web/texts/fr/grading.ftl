people-grading = Évaluations par le modèle
grading-page = Évaluations par le modèle
grading-lead = Ce que le modèle n’a pas pu évaluer malgré plusieurs essais est mis de côté. La note selon les règles reste acquise ; ici, vous pouvez tout reprendre une fois la cause levée.
grading-model = Modèle en service : { $model }.
grading-no-model = Aucun modèle n’est configuré.
grading-waiting =
    { $count ->
        [0] Aucun travail rendu n’attend son tour.
        [one] { $count } travail rendu attend son tour.
       *[other] { $count } travaux rendus attendent leur tour.
    }
grading-failed = Mis de côté
grading-tries =
    { $count ->
        [one] { $count } essai, le dernier le
       *[other] { $count } essais, le dernier le
    }
grading-retry = Réessayer
grading-retry-this = Réessayer le travail { $id }
grading-more = Il y en a d’autres : ils apparaîtront quand ceux-ci auront été repris.
grading-none = Rien n’est mis de côté
grading-none-why = Tout ce que le modèle devait évaluer l’est, ou le sera.
grading-kind-timeout = Le modèle n’a pas répondu à temps
grading-kind-connection = Le modèle est injoignable
grading-kind-rate-limited = Le fournisseur refuse d’autres demandes pour l’instant
grading-kind-server = Le serveur du modèle est en panne
grading-kind-bad-json = La réponse du modèle est illisible
grading-kind-wrong-shape = La réponse du modèle n’a pas la forme demandée
grading-kind-truncated = La réponse du modèle est coupée
grading-kind-refused = Le modèle a refusé de répondre
grading-kind-filtered = Le filtre du fournisseur a bloqué la réponse
grading-kind-empty = La réponse du modèle est vide
grading-kind-too-large = La demande ou la réponse est trop longue
grading-kind-misconfigured = L’adresse, la clé ou le nom du modèle ne convient pas
grading-kind-crash = Le serveur a échoué, ou s’est arrêté en plein travail
