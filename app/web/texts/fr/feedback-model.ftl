model-provisional = Évaluation provisoire.
model-provisional-rules = Ce que les règles décident est là. Le reste revient à un modèle ({ $model }).
model-may-move = Le score peut encore bouger, dans un sens comme dans l’autre ; cette page se complète d’elle-même.
model-queued = Votre travail attend son tour.
model-asking =
    { $runs ->
        [0] Le modèle lit vos textes.
       *[other] Le modèle a répondu { $answered } fois sur { $runs }.
    }
model-later = Le modèle n’a pas encore donné de réponse utilisable. Vigie le lui redemandera ; vous pouvez fermer cette page, rien ne se perd.
model-later-budget = La part de modèle prévue pour aujourd’hui est épuisée. La suite viendra demain ; vous pouvez fermer cette page, rien ne se perd.
model-stopped = Le modèle n’a pas donné de réponse utilisable, malgré plusieurs essais. L’évaluation par règles vaut en attendant ; ce qu’elles laissent ouvert n’est pas compté.
model-none = Aucun modèle n’est configuré en ce moment. L’évaluation par règles vaut en attendant ; ce qu’elles laissent ouvert n’est pas compté.
model-done = Évaluation complète : le modèle a répondu.

model-took-part = Un modèle a pris part à cette évaluation
model-took-part-how =
    { $questions ->
        [one] Le modèle { $model } a répondu à une question par oui ou par non que les règles laissaient ouverte.
       *[other] Le modèle { $model } a répondu à { $questions } questions par oui ou par non que les règles laissaient ouvertes.
    }
model-took-part-runs =
    { $runs ->
        [one] Chaque réponse devait citer votre texte, et un programme a vérifié la citation.
       *[other] Chaque question lui a été posée { $runs } fois ; chaque réponse devait citer votre texte, et un programme a vérifié la citation. Seules les réponses unanimes comptent.
    }
model-took-part-decided =
    { $decided ->
        [0] Aucune n’a été tranchée ainsi.
        [one] Une a été tranchée ainsi.
       *[other] { $decided } ont été tranchées ainsi.
    }
model-took-part-points = Le modèle n’attribue aucun point et ne connaît ni le barème ni votre nom : les points sont calculés par des règles fixes, les mêmes pour tous.
model-ask-a-trainer = Un doute ? Vous pouvez demander à un formateur de revoir cette évaluation : le dernier mot lui revient.
decided-split = les réponses du modèle se contredisent : à un formateur de trancher, non compté
check-proof = Dans votre texte :
cause-by-model = d’après un modèle, citation vérifiée
cause-split = les réponses du modèle se contredisent : à un formateur de trancher
found-by-model = C’est un modèle qui a reconnu ce manque dans votre commentaire, citation vérifiée.

coach = Le mot du coach
coach-help = Écrit par un modèle ({ $model }), à partir de ce bilan. Ce n’est pas une note : il ne donne ni n’enlève aucun point, et il peut se tromper.
coach-coming = Le coach lit votre bilan…
