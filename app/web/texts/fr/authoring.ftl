authoring-nav = Création
au-shelf-page = Vos exercices
au-shelf-title = Vos exercices
au-back = Vos exercices
au-mine = Ceux que vous écrivez
au-mend = Voir les erreurs
au-catalogue = Le catalogue, à lire
au-catalogue-how = Ces exercices sont écrits par d’autres, ou comme fichiers dans le dossier du serveur. Vous pouvez les lire, avec leurs réponses, et les faire à blanc.
au-count =
    { $count ->
        [0] Aucun exercice à vous
        [one] { $count } exercice à vous
       *[other] { $count } exercices à vous
    }
au-count-catalogue = { $count } à lire
au-filter-q = Chercher
au-filter-status = État
au-filter-any-status = Tous
au-filter-whose = Écrits par
au-filter-any-whose = Tout le monde
au-whose-me = Vous
au-status-word-draft = Brouillon
au-status-word-published = Publié
au-status-word-archived = Archivé
au-status-draft = Brouillon
au-status-published = Publié, version { $version }
au-status-archived = Archivé
au-changed = Modifié depuis la version { $version }
au-changed-at = Modifié le { $when }
au-revision = Modifié le { $when } (révision { $revision })
au-authors =
    { $count ->
        [one] Auteur : { $names }
       *[other] Auteurs : { $names }
    }
au-errors =
    { $count ->
        [one] { $count } erreur
       *[other] { $count } erreurs
    }
au-warnings =
    { $count ->
        [one] { $count } avertissement
       *[other] { $count } avertissements
    }
au-clean = Rien à redire
au-read-only-files = Écrit en fichiers : à lire
au-read-only-api = Écrit par d’autres : à lire
au-pager = Pages
au-pager-before = Page précédente
au-pager-after = Page suivante
au-pager-of = Page { $number } sur { $pages }

au-begin = Écrire votre premier exercice
au-begin-lead = Un exercice, c’est un brief, un dossier, un texte d’IA où vous plantez des défauts, et la raison de chacun. Trois façons de commencer.
au-begin-curl = Depuis vos outils, par l’API
au-begin-curl-how = Créez un jeton d’API sur votre page de compte, puis envoyez le document. Le README fait tout le chemin, du jeton à la première note.
au-begin-client = En Python
au-begin-client-how = Le petit client de Vigie, décrit dans le README, crée, contrôle et publie un exercice en dix lignes.
au-begin-import = Par une archive zip
au-begin-import-how = Un dossier par exercice, comme dans exercises/ : exercise.yaml, draft.md et sources/. Exporter un exercice du catalogue donne un modèle.
au-import = Importer un zip
au-import-page = Importer des exercices
au-import-how = Chaque exercice devient un brouillon à vous, nouveau ou récrit. Tous sont importés, ou aucun : une archive qui a un défaut de forme ne change rien.
au-import-choose = Archive zip
au-import-limit = { $megabytes } Mo au plus.
au-import-do = Importer
au-import-another = Importer une autre archive
au-import-nothing = Choisissez d’abord un fichier.
au-import-refused = Rien n’a été importé
au-import-refused-how = Corrigez ces endroits dans l’archive, puis importez-la de nouveau.
au-imported =
    { $count ->
        [one] Un exercice importé
       *[other] { $count } exercices importés
    }
au-imported-created = Créé
au-imported-updated = Récrit
au-imported-unchanged = Inchangé
au-export = Exporter
au-export-all = Tout exporter

au-actions = Que faire de cet exercice
au-actions-of = Que faire de « { $title } »
au-publish = Publier…
au-publish-ask = Les apprenants verront l’exercice dans le catalogue. Une version publiée ne change plus ; vous pourrez en publier une autre.
au-publish-ask-again = Les nouveaux essais recevront cette version. Les essais en cours restent sur la leur.
au-publish-yes = Publier maintenant
au-publish-not-yet =
    { $count ->
        [one] À publier après { $count } correction
       *[other] À publier après { $count } corrections
    }
au-archive = Archiver…
au-archive-ask = L’exercice quitte le catalogue. Les essais en cours peuvent être finis, et rien n’est effacé.
au-archive-yes = Archiver maintenant
au-restore = Remettre en service
au-done-published = C’est publié : les nouveaux essais recevront cette version.
au-done-already = Cette version était déjà publiée : rien n’a changé.
au-done-archived = L’exercice est archivé : il n’est plus proposé.
au-done-restored = L’exercice est de nouveau en service.
au-done-changed = Rien n’a été publié : un coauteur a modifié l’exercice entre-temps. Relisez-le ci-dessous, puis publiez.
au-done-no-publish = Rien n’a été publié : corrigez d’abord les erreurs ci-dessous, puis publiez de nouveau.
au-done-no-trial = Un texte qui a des erreurs ne peut pas être travaillé : corrigez-les d’abord, puis recommencez.

au-try-title = Le faire vous-même
au-try = Faire un essai à blanc
au-try-how = Tout le parcours, jusqu’au bilan, sur l’exercice tel qu’il est. Rien ne compte.
au-try-resume = Reprendre l’essai
au-try-afresh = Recommencer…
au-try-afresh-ask = L’essai en cours est effacé, avec ce que vous y avez fait. Le nouveau prend l’exercice tel qu’il est.
au-try-afresh-yes = Effacer et recommencer
au-try-under-way = Votre essai à blanc est en cours.
au-try-behind = Votre essai à blanc est en cours, sur un état plus ancien de l’exercice.
au-try-errors = Un essai à blanc demande un texte sans erreur : corrigez d’abord celles du contrôle.
au-try-last = Bilan du dernier essai à blanc, rendu le { $when }
trial = Essai à blanc.
trial-does-not-count = Il ne compte pas : ni score, ni historique, ni statistiques.
trial-back = L’exercice, côté auteur
trial-again = Refaire un essai à blanc
trial-again-help = Le prochain essai prendra l’exercice tel qu’il sera alors.
trial-to-answers = Voir l’exercice avec ses réponses

au-pages = Pages de l’exercice
au-tab-trainee = Côté apprenant
au-tab-answers = Avec les réponses
au-tab-versions = Versions
au-page-trainee = { $title } : côté apprenant
au-page-answers = { $title } : avec les réponses
au-page-versions = { $title } : versions
au-trainee-lead = C’est ce que les apprenants lisent avant de rendre leur travail. Les réponses sont sur la page suivante.
au-context = Le contexte
au-prompt = La demande faite à l’IA
au-requirements = Ce que le client exige
au-draft = Le texte de l’IA
au-unreadable = Le balisage du texte ne se lit pas : il n’y a donc ni texte pour les apprenants, ni référence.
au-see-findings = Voir les erreurs

au-findings = Contrôle
au-findings-errors =
    { $count ->
        [one] Une erreur empêche de publier. Chaque lien mène à l’endroit.
       *[other] { $count } erreurs empêchent de publier. Chaque lien mène à l’endroit.
    }
au-findings-warnings = Rien n’empêche de publier ; ces points rendraient l’exercice plus juste. Chaque lien mène à l’endroit.
au-findings-none = Le contrôle n’a rien trouvé à redire.
au-level-error = Erreur
au-level-warning = Avertissement
au-line = ligne { $line }, colonne { $column }
au-answers-draft = Le texte, défauts et leurres visibles
au-answers-draft-how = Chaque numéro ouvre sa note : pourquoi, la preuve au dossier, ce qui montre que la cause est comprise, et ce que la réécriture doit faire.
au-figure-flaws = Défauts
au-figure-decoys = Leurres
au-figure-sound = Phrases sans défaut
au-figure-sound-of = { $sound } sur { $sentences } ({ $share })
au-figure-model = Points qu’un modèle seul décide
au-legend = Légende
au-kind-wrong = fautif
au-kind-right = juste
au-kind-added = ajouté à tort
au-kind-dropped = omis
au-kind-decoy = leurre : juste, mais suspect
au-instead-of = au lieu de :
au-change-replaced = Note { $number } : remplacement fautif
au-change-added = Note { $number } : ajout à tort
au-change-dropped = Note { $number } : omission
au-change-decoy = Note { $number } : leurre
au-change-unknown = { $id } : inconnu
au-decoy = Leurre
au-note-nowhere = Nulle part dans le texte
au-why = Pourquoi c’est un défaut
au-no-evidence = Aucune preuve n’est donnée.
au-accept = Ce qui montre que la cause est comprise
au-accept-how = Un de ces groupes dans le commentaire suffit, avec tous ses mots. Sinon, la preuve liée.
au-no-accept = Aucun groupe de mots : seule la preuve liée compte, ou un modèle.
au-repaired = Ce que la réécriture doit faire
au-rule-given = Règle donnée par l’exercice.
au-rule-derived = Règle déduite de la modification.
au-rule-nothing = Rien n’en est demandé : le texte ne porte pas ce défaut.
au-rule-any = Au moins un de ces groupes y figure, avec tous ses mots :
au-rule-none = Aucun de ceux-ci n’y figure :
au-demand-back = Ces faits y reviennent :
au-demand-or-accept = ou un des groupes ci-dessus que le texte de l’IA n’a pas.
au-demand-accept = Un des groupes ci-dessus, que le texte de l’IA n’a pas, y figure.
au-demand-words-back = Ces mots y reviennent :
au-demand-gone = Ces faits n’y figurent plus :
au-demand-words-gone = Ces mots n’y figurent plus :
au-demand-there = Ces faits y figurent :
au-criteria = Critères
au-criteria-how = Ce que le travail rendu est tenu de respecter, et qui en décide.
au-criteria-none = L’exercice n’a pas de critère à lui.
au-decides-rule = Décidé par une règle
au-decides-model = Décidé par un modèle
au-decides-model-how = Sans modèle, le critère reste ouvert : il ne compte pas, et l’apprenant se pose la question devant la référence.
au-criterion-any = Au moins un de ces groupes figure dans le texte, avec tous ses mots :
au-criterion-none = Aucun de ceux-ci n’y figure :
au-criterion-min =
    { $count ->
        [one] { $count } mot au minimum
       *[other] { $count } mots au minimum
    }
au-criterion-max =
    { $count ->
        [one] { $count } mot au maximum
       *[other] { $count } mots au maximum
    }
au-criterion-vous = Le texte vouvoie du début à la fin.
au-criterion-tu = Le texte tutoie du début à la fin.
au-standing = Ce que toute réécriture doit tenir
au-standing-invents = Elle n’invente rien : chaque chiffre, date, somme, adresse et lien figure au dossier, au brief ou dans ce que le texte a de juste.
au-standing-keep = Elle ne perd rien d’utile ; ces faits y restent :
au-twist = Réponse du client
au-reference-how = Le texte sans ses défauts. À droite, ce qui change du texte de l’IA à la référence :
au-reference-added = ce qui vient,
au-reference-removed = ce qui part.
au-compared = Du texte de l’IA à la référence
au-markup = Le texte tel qu’il est écrit
au-markup-show = Voir le balisage, ligne par ligne
au-markup-lines = Le balisage, ligne par ligne
au-markup-line = Ligne
au-markup-text = Texte

au-versions = Versions publiées
au-versions-how = Une version publiée ne change jamais ; les essais restent sur celle où ils ont commencé.
au-versions-table = Tableau des versions
au-versions-none = Rien n’est publié encore. La première publication donnera la version 1.
au-versions-number = Version
au-versions-when = Publiée le
au-versions-state = État
au-versions-current = Proposée
au-version = Version { $number }
au-the-draft = Brouillon actuel
au-compare = Comparer
au-compare-from = De
au-compare-to = À
au-compare-do = Comparer
au-compared-two = { $old } → { $new }
au-compared-same = Rien ne les distingue.
au-compared-draft = Le texte de l’IA
au-compared-reference = Le texte de référence
au-compared-rest = Le reste du document
au-was-added = ajouté
au-was-removed = retiré
au-was-changed = modifié
