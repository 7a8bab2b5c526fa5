dimension-fact_checking = Vérification des faits
dimension-fact_checking-help = Ce qui est dit est-il vrai, daté, sourcé, et les comptes sont-ils justes ?
dimension-nuance = Nuance
dimension-nuance-help = Le texte dit-il ce que les preuves permettent de dire, ni plus, ni moins ?
dimension-client_adaptation = Adaptation au client
dimension-client_adaptation-help = Est-ce bien le texte de ce client, pour son public, comme il l’a demandé ?

type-contradicts-dossier = Contredit le dossier
type-contradicts-dossier-help = Un document du dossier dit autre chose : chiffre, nom, date, condition.
type-arithmetic-inconsistency = Calcul incohérent
type-arithmetic-inconsistency-help = Un total, un pourcentage ou une durée ne tombe pas juste.
type-outdated = Périmé
type-outdated-help = Vrai autrefois : une date, un tarif ou une règle a changé depuis.
type-fabricated-source = Source inventée
type-fabricated-source-help = Une étude, une citation ou une référence introuvable dans le dossier.
type-unsupported-claim = Affirmation sans preuve
type-unsupported-claim-help = Présenté comme un fait, mais rien au dossier ne l’appuie.
type-legal-claim = Affirmation juridique risquée
type-legal-claim-help = Une règle de droit fausse, ou une promesse qui engage le client.

type-false-precision = Fausse précision
type-false-precision-help = Un chiffre plus précis que ce que la source permet de dire.
type-over-generalisation = Généralisation abusive
type-over-generalisation-help = « Tous », « toujours », « jamais » : un cas étendu à l’ensemble.
type-unsupported-cause = Cause non établie
type-unsupported-cause-help = Deux choses vont ensemble ; le texte dit que l’une provoque l’autre.
type-overclaim = Promesse exagérée
type-overclaim-help = Le texte garantit ou assure ce qui n’est que possible.
type-stereotype = Stéréotype
type-stereotype-help = Un groupe de personnes réduit à un trait.
type-material-omission = Omission importante
type-material-omission-help = Il manque une condition, une réserve ou un fait dont le lecteur a besoin.

type-wrong-client-detail = Détail du client erroné
type-wrong-client-detail-help = Nom, offre, lieu ou coordonnées qui ne sont pas ceux du client.
type-tone-mismatch = Ton inadapté
type-tone-mismatch-help = Trop familier, trop dur, trop vendeur pour ce client et ce lecteur.
type-generic-voice = Voix passe-partout
type-generic-voice-help = Des formules toutes faites que n’importe qui pourrait signer.
type-confidentiality-leak = Fuite d’information confidentielle
type-confidentiality-leak-help = Une information que le client ne voulait pas voir sortir.
type-brief-ignored = Consigne oubliée
type-brief-ignored-help = Une demande du brief n’est pas respectée.

type-sound = Vérifié, c’est juste
type-sound-help = J’ai vérifié ce passage et il tient.

severity = Gravité
severity-minor = Mineure
severity-minor-help = À corriger, sans conséquence pour le client.
severity-major = Majeure
severity-major-help = Trompe le lecteur ou affaiblit le client.
severity-critical = Critique
severity-critical-help = Engage le client : argent, droit, réputation.

reliability-primary = Source première
reliability-primary-help = Le document d’origine, ou celui qui fait foi.
reliability-secondary = Source secondaire
reliability-secondary-help = Rapporte ce que d’autres ont établi ; à recouper.
reliability-unverified = Non vérifiée
reliability-unverified-help = Origine ou date incertaine : à ne pas croire sur parole.

task-review = Relire
task-rewrite = Réécrire
task-client_note = Expliquer
task-twist = S’adapter

domain-marketing = Marketing
domain-admin = Administratif
exercise-language-fr = Français
exercise-language-en = Anglais
difficulty-1 = Facile
difficulty-2 = Intermédiaire
difficulty-3 = Difficile
minutes = { $count } min
source-brief = Brief du client
