home-page = Accueil
home-title = Rien ne part sans votre regard.
home-lead = Une IA a rédigé, un client attend. À vous de repérer ce qui cloche, de réécrire et d’expliquer.
home-under-way = À reprendre
home-free-under-way = Essai libre à reprendre
home-free-apart = Cet exercice vous est aussi donné par votre groupe : ce travail-là se fait sous « À faire », pas ici.
home-free = essai libre
card-assigned = Donné par votre groupe
home-also = Aussi en cours
home-next = À faire ensuite
home-see-exercise = Voir l’exercice
home-touched = Modifié le { $when }
resume = Reprendre
start = Commencer
start-again = Recommencer
suggestion-first = Pour prendre la main, commencez par celui-ci.
suggestion-new = Vous ne l’avez pas encore essayé.
suggestion-again = Vous avez tout essayé : c’est ici que vous avez le plus à gagner.
last-score = Dernier score : { $score } sur 100
card-score = Dernier score :
state-todo = À faire
state-open = En cours
state-done = Fait

catalogue-title = Tous les exercices
catalogue-count =
    { $count ->
        [one] { $count } exercice
       *[other] { $count } exercices
    }
catalogue-empty = Aucun exercice pour l’instant
catalogue-empty-why = Les exercices sont lus au démarrage dans le dossier exercises/. Il est vide, ou tous ceux qu’il contient ont une erreur ; le journal du serveur dit laquelle.
catalogue-empty-lint = Pour voir les erreurs une à une :
catalogue-no-match = Aucun exercice ne répond à ces critères
filters = Filtrer les exercices
filter-language = Langue
filter-any-language = Toutes
filter-domain = Domaine
filter-any-domain = Tous
filter-difficulty = Difficulté
filter-any-difficulty = Toutes
filter-state = Avancement
filter-any-state = Tous
filter-apply = Filtrer
filter-clear = Effacer les filtres

back-to-catalogue = Tous les exercices
exercise-situation = La situation
exercise-steps = Ce qui vous attend
exercise-dossier =
    { $count ->
        [one] Un document au dossier
       *[other] { $count } documents au dossier
    }
exercise-dossier-help = C’est à eux que le texte de l’IA se mesure. Tous ne se valent pas : regardez qui parle et quand.
exercise-start-here = Commencer ou reprendre
exercise-open = Vous avez commencé cet exercice.
exercise-best = Votre meilleur score : { $score } sur 100.
exercise-saved = Tout est enregistré au fil de l’eau : vous pouvez vous arrêter et revenir.
exercise-set = Donné par votre groupe
exercise-free = Essai libre
exercise-free-start = S’exercer librement
exercise-open-free = Vous avez un essai libre en cours.
exercise-free-apart = Un essai libre ne compte pas pour votre groupe.
exercise-free-not = Pas d’essai libre pour le moment : votre groupe réserve cet exercice au travail qu’il vous donne.
exercise-client = Le client
client-name = Nom
client-business = Activité
client-audience = Public
task-review-help = Lisez le brief, le dossier et le texte de l’IA. Marquez ce qui est faux, excessif ou mal adapté, et prouvez-le.
task-rewrite-help = Corrigez le texte pour ce client, sans rien inventer ni rien perdre d’utile.
task-client_note-help = Dites au client, en quelques lignes, ce que vous avez changé et pourquoi.
task-client_note-help-checked = Dites au client en quelques lignes ce que vous avez vérifié, et ce qu’il peut faire du texte.
task-twist-help = Le client répond avec une nouvelle demande ; votre texte doit suivre.

attempts-title = Vos essais
attempts-table = Tableau des essais
attempt-when = Rendu le
attempt-open = Ouvrir
attempt-see = Voir le bilan
attempt-this-one = Celui-ci
state-awaiting = En attente de confirmation
state-set-apart = Mis de côté
set-apart-see = Pourquoi ?
attempt-being-graded = Évaluation en cours
overall = Ensemble
score-none = pas mesuré
score-of-100 = { $score }/100
