feedback-page = Bilan : { $title }
back-to-exercise = L’exercice
feedback-when = Rendu le { $when }
feedback-overall = Votre score d’ensemble
out-of-100 = /100
level-excellent = Excellent
level-good = Solide
level-fair = Correct
level-weak = Fragile
level-low = À reprendre
dimension-not-measured = Cet exercice ne mesure pas cette dimension.
verdict-no-flaw = Ce texte n’avait aucun défaut : tout l’enjeu était de ne pas en inventer.
verdict-found =
    { $found ->
        [0] Vous n’avez trouvé aucun des { $flaws } défauts.
       *[other] Vous avez trouvé { $found } des { $flaws } défauts.
    }
verdict-alarms =
    { $count ->
        [0] Aucune fausse alerte.
        [one] Une fausse alerte.
       *[other] { $count } fausses alertes.
    }
lever = Le plus à gagner : { $dimension }.
advice-found-fact_checking = Cherchez davantage : confrontez au dossier chaque chiffre, chaque date, chaque somme et chaque source citée.
advice-found-nuance = Cherchez davantage : demandez à chaque « toujours », chaque « donc » et chaque promesse ce qui le prouve, et à chaque paragraphe ce qui lui manque.
advice-found-client_adaptation = Cherchez davantage : relisez le texte avec le brief en main, pour les détails du client, son ton et ce qu’il ne veut pas voir sortir.
advice-spared = Marquez moins : avant de poser une marque, trouvez au dossier la phrase qui contredit le texte. Sans elle, laissez passer.
advice-reason = Dites pourquoi : pour chaque marque, une phrase de cause et le passage du dossier qui le prouve.
advice-repair = Allez au bout de la réécriture : chaque défaut trouvé doit aussi disparaître du texte, sans rien inventer.
advice-note = Étoffez la note : dites au client ce que vous avez vérifié, sur quelle pièce, et ce qu’il peut faire du texte.

part-review = Relecture
part-reason = Raisons
part-note = Note au client
part-repair = Réécriture
review-how = trouvé { $found } × épargné { $spared }
how-scored = Comment ce score est calculé
how-scored-review = Relecture : la part des défauts trouvés, pondérée par leur gravité, multipliée par la part du texte juste que vous avez laissée tranquille. Marquer tout le texte ne rapporte donc rien.
how-scored-sound = Relecture : ce texte n’avait pas de défaut. Chaque fausse alerte en retire un tiers ; à la troisième, il ne reste rien.
how-scored-reason = Raisons : la part des défauts dont vous avez dit la cause, dans un commentaire ou par la preuve que vous avez liée.
how-scored-repair = Réécriture : la part des contrôles que vos textes passent, pondérée : défauts corrigés, consignes tenues, rien d’inventé, rien d’utile perdu.
how-scored-note = Note au client : la part des contrôles que votre note passe, selon leur poids.
how-scored-rules = Chaque score est calculé par des règles fixes, les mêmes pour tous. Ce qu’elles ne peuvent pas décider n’est pas compté et vous est laissé comme question.

feedback-contents = Sur cette page
feedback-draft = Le texte de l’IA, relu
feedback-nothing-marked = Vous n’avez rien marqué. Voici ce qu’il y avait à voir.
feedback-draft-help = Chaque numéro ouvre sa note : pourquoi, la preuve au dossier, et la formulation de référence.
feedback-draft-bare = Rien n’était planté dans ce texte, et vous n’y avez rien marqué.
legend = Légende et décompte
legend-found =
    { $count ->
        [one] défaut trouvé
       *[other] défauts trouvés
    }
legend-missed =
    { $count ->
        [one] défaut manqué
       *[other] défauts manqués
    }
legend-planted =
    { $count ->
        [one] défaut
       *[other] défauts
    }
legend-alarm =
    { $count ->
        [one] fausse alerte
       *[other] fausses alertes
    }
legend-spared =
    { $count ->
        [one] piège évité
       *[other] pièges évités
    }
legend-confirmed =
    { $count ->
        [one] passage vérifié à raison
       *[other] passages vérifiés à raison
    }
note-found = Trouvé
note-missed = Manqué
note-planted = Défaut
note-alarm = Fausse alerte
note-spared = Piège évité
note-confirmed = Vérifié, c’est juste
note-title = { $state } : { $type }
note-link = Note { $number }, { $name }
note-missing = Quelque chose manque ici
note-back = Revoir le passage
notes = Notes
notes-open-all = Tout ouvrir
notes-close-all = Tout fermer
notes-unplaced = Sans endroit précis dans le texte
flaw-why = Pourquoi c’est un défaut
spared-why = Pourquoi ce passage tient
alarm-why = Pourquoi ce passage était juste
alarm-other-type = Il y a bien un défaut ici, et vous l’avez trouvé ; cette marque lui en prête un autre, qui n’y est pas.
alarm-omission = Le texte ne manque de rien de tel : ni le brief ni le dossier ne le demandent, ou votre commentaire ne dit pas assez ce qui manque.
alarm-counted = Cette phrase était juste. Elle était déjà comptée avec une autre de vos marques.
alarm-sound = Rien au dossier ni au brief ne contredit cette phrase : elle dit ce qu’elle doit dire.
alarm-cost =
    { $count ->
        [0] Ne compte pas une seconde fois.
        [one] Compte pour une fausse alerte.
       *[other] Compte pour { $count } fausses alertes : autant de phrases justes touchées.
    }
confirmed-why = Vous avez vérifié ce passage, et il tient. C’est aussi cela, relire.
evidence = La preuve
wordings = La formulation
wording-draft = L’IA écrivait
wording-reference = La référence dit
wording-removed = Rien : ce passage disparaît.
repair-yes = Corrigé dans votre réécriture
repair-no = Pas corrigé dans votre réécriture
repair-undecided = Correction à juger par vous-même
repair-left = Il reste :
repair-lacks = Il manque :
your-mark = Votre marque
mark-passage = Passage
mark-type = Type
mark-confidence = Certitude
mark-comment = Commentaire
mark-evidence = La preuve que vous avez liée
mark-cause = Cause
cause-yes = comprise
cause-no = pas établie
mark-credit = Ce repérage rapporte { $share } de ce que vaut le défaut.
mark-fragment = Une autre de vos marques, sur le même défaut : elle ne compte ni pour ni contre
near-exact = exact
near-near = proche
near-off = à côté
held-wrongly = Vous aviez jugé ce passage juste.
held-rightly = Vous l’aviez vérifié et jugé juste, à raison.
held-confidence = (sûr à { $share })

feedback-checks = Vos textes, contrôle par contrôle
feedback-checks-help = Chaque contrôle est une question fermée. À côté, qui a tranché.
feedback-no-rewrite = Vous n’avez pas remis de réécriture : les contrôles qui la lisent ne peuvent pas tenir.
checks-held = { $held } sur { $count } tenus
check-yes = Tenu.
check-no = Pas tenu.
check-open = À juger par vous-même.
check-repaired = Le défaut « { $type } » est corrigé.
check-invents-nothing = Rien n’est inventé : chaque chiffre, date, montant, adresse et lien vient du dossier, du brief ou du texte juste.
check-loses-nothing = Rien d’utile n’est perdu : les faits exacts du texte de départ sont toujours là.
check-invents-nothing-detail = Introuvable au dossier :
check-loses-nothing-detail = Perdu en route :
check-repaired-detail = Il manque :
check-stands = Ne devrait pas y être :
check-words = Nombre de mots : { $words }
check-weight =
    { $weight ->
        [one] { $weight } point
       *[other] { $weight } points
    }
decided-rule = tranché par une règle
decided-model = tranché par un modèle, citation vérifiée
decided-person = tranché par une personne
decided-nobody = à vous de juger, non compté

feedback-self-check = À vous de juger
feedback-self-check-help = Aucune règle ne sait répondre à ces questions ; elles ne comptent pas. Lisez votre texte, et cochez pour vous-même ce qui tient.
your-text = Votre texte
reference-text = La référence
text-empty = Vous n’avez rien remis ici.

feedback-compared = Avant, après
feedback-compared-help = Le texte de l’IA comparé à votre réécriture, puis à la référence.
compared-added = ajouté
compared-removed = retiré
compared-yours = De l’IA à vous
compared-reference = De l’IA à la référence
your-note = Votre note au client
your-twist = Votre version après la réponse du client
twist-asked = Le client demandait :
twist-answered = Vous avez répondu par ce texte :

feedback-trust = Votre confiance dans l’IA
trust-too-trusting = Trop confiant
trust-balanced = Équilibré
trust-too-suspicious = Trop méfiant
trust-too-trusting-means = Vous laissez passer trop de défauts. Un texte qui sonne bien n’est pas un texte vérifié.
trust-balanced-means = Vous vous méfiez là où il faut, sans soupçonner tout le reste.
trust-too-suspicious-means = Vous soupçonnez des passages qui tiennent. Chaque fausse alerte coûte du temps au client et du crédit à vos vraies alertes.
trust-end-trusting = Croit tout
trust-end-suspicious = Soupçonne tout
trust-hits = Défauts repérés : { $hits } sur { $flaws }
trust-decoys = Pièges évités : { $spared } sur { $decoys }
trust-elsewhere = Fausses alertes hors des pièges : { $count }
certainty-sharp = Vos certitudes sont bien placées : quand vous étiez sûr, vous aviez le plus souvent raison.
certainty-fair = Vos certitudes sont à peu près justes : gardez les plus hautes pour ce que vous pouvez prouver.
certainty-off = Vos certitudes vous trompent : vous étiez souvent très sûr de marques qui ne tenaient pas.
trust-caution = Un seul exercice donne une tendance, pas un portrait.

onward = Et maintenant
try-again = Recommencer
try-again-help = Le même texte, d’une page blanche. Ce bilan reste dans la liste.

awaiting-title = Votre évaluation attend d’être confirmée.
awaiting-why = Cet essai est certifiant : une formatrice ou un formateur relit l’évaluation avant que vous ne la voyiez. Rien n’en est montré d’ici là, pas même un score.
awaiting-safe = Votre travail est rendu et enregistré ; vous n’avez rien d’autre à faire.
set-apart = Ce n’est pas votre travail certifiant.
set-apart-open = Cet exercice vous est aussi donné en certification. Vous pouvez continuer cet essai-ci et le rendre, mais son bilan ne vous sera montré qu’une fois confirmée l’évaluation de votre travail certifiant.
set-apart-title = Le bilan de cet essai est mis de côté.
set-apart-why = Cet exercice vous est aussi donné en certification : ce bilan en dirait trop. Rendez d’abord votre travail certifiant ; quand une formatrice ou un formateur en aura confirmé l’évaluation, ce bilan s’affichera ici.
set-apart-safe = Rien n’est perdu : cet essai est enregistré avec son évaluation.
set-apart-go = Voir ce qui vous est demandé
moment-in = { $moment } (heure { DE($zone) })
reference-later = Le texte de référence et ses corrections seront montrés à partir du { $when }.
