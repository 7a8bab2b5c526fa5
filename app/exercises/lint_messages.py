"""The linter's words, French and English, by code. `{piece}` is the offending text. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Message:
    level: Level
    fr: str
    en: str

    def text(self, language: str) -> str:
        return self.fr if language == "fr" else self.en


def _error(fr: str, en: str) -> Message:
    return Message("error", fr, en)


def _warning(fr: str, en: str) -> Message:
    return Message("warning", fr, en)


_FILES: Final = {
    "file-missing": _error("le fichier {piece} manque", "the file {piece} is missing"),
    "file-unreadable": _error(
        "le fichier {piece} ne se lit pas : {problem}", "the file {piece} cannot be read: {problem}"
    ),
    "file-encoding": _error(
        "ce fichier n’est pas en UTF-8 : octet {byte} à la position {offset}",
        "this file is not UTF-8: byte {byte} at offset {offset}",
    ),
    "file-outside": _error(
        "le chemin « {piece} » sort du dossier de l’exercice",
        "the path “{piece}” leads out of the exercise’s folder",
    ),
    "folder-name": _warning(
        "l’identifiant « {piece} » n’est pas le nom du dossier, « {folder} »",
        "the id “{piece}” is not the name of the folder, “{folder}”",
    ),
    "id-taken": _error(
        "l’identifiant « {piece} » est déjà celui du dossier « {folder} »",
        "the id “{piece}” is already that of the folder “{folder}”",
    ),
    "id-taken-api": _error(
        "l’identifiant « {piece} » est déjà celui d’un exercice écrit par l’API",
        "the id “{piece}” is already that of an exercise written through the API",
    ),
    "id-of-another": _error(
        "l’identifiant « {piece} » est celui d’un exercice que vous n’écrivez pas",
        "the id “{piece}” is that of an exercise that you do not write",
    ),
    "yaml-syntax": _error("YAML illisible : {problem}", "the YAML cannot be read: {problem}"),
    "yaml-alias": _error(
        "les ancres et les alias (« {piece} ») ne sont pas admis",
        "anchors and aliases (“{piece}”) are not allowed",
    ),
    "yaml-tag": _error("l’étiquette « {piece} » n’est pas admise", "the tag “{piece}” is not allowed"),
    "yaml-duplicate-key": _error(
        "la clé « {piece} » est donnée deux fois", "the key “{piece}” is given twice"
    ),
    "yaml-key": _error("une clé doit être un texte simple", "a key must be plain text"),
}

_SHAPE: Final = {
    "unknown-key": _error("clé inconnue : « {piece} »", "unknown key: “{piece}”"),
    "missing-key": _error("il manque la clé « {piece} »", "the key “{piece}” is missing"),
    "unknown-type": _error(
        "type de défaut inconnu : « {piece} » (admis : {expected})",
        "unknown flaw type: “{piece}” (allowed: {expected})",
    ),
    "bad-choice": _error(
        "« {piece} » n’est pas admis ici (admis : {expected})", "“{piece}” is not one of {expected}"
    ),
    "bad-id": _error(
        "« {piece} » n’est pas un identifiant : minuscules, chiffres et tirets simples, 64 signes au plus",
        "“{piece}” is not an id: lower-case letters, digits and single hyphens, 64 characters at most",
    ),
    "too-long": _error("trop long : {limit} au plus", "too long: {limit} at most"),
    "too-short": _error("vide ou trop court : {limit} au moins", "empty or too short: {limit} at least"),
    "out-of-range": _error("« {piece} » est hors limites ({limit})", "“{piece}” is out of range ({limit})"),
    "wrong-kind": _error("{expected_fr} était attendu ici", "{expected_en} was expected here"),
    "invalid-value": _error(
        "« {piece} » n’est pas admis ici : {problem}", "“{piece}” is not allowed here: {problem}"
    ),
}

_MARKUP: Final = {
    "markup-unclosed": _error(
        "« {piece} » ouvre une marque qui n’est jamais fermée", "“{piece}” opens a mark that is never closed"
    ),
    "markup-nested": _error(
        "« {piece} » ouvre une marque à l’intérieur d’une autre", "“{piece}” opens a mark inside another one"
    ),
    "markup-no-comment": _error(
        "cette modification n’est pas suivie aussitôt de {{>>identifiant<<}} : « {piece} »",
        "this change is not followed at once by {{>>id<<}}: “{piece}”",
    ),
    "markup-no-arrow": _error(
        "un remplacement s’écrit {{~~juste~>fautif~~}} : il manque ~> dans « {piece} »",
        "a replacement is written {{~~good~>flawed~~}}: “{piece}” lacks the ~>",
    ),
    "markup-two-arrows": _error(
        "un remplacement n’a qu’un seul ~> : « {piece} »", "a replacement has one ~> only: “{piece}”"
    ),
    "markup-empty": _error(
        "cette modification est vide ou ne change rien : « {piece} »",
        "this change is empty or changes nothing: “{piece}”",
    ),
    "markup-empty-id": _error("ce commentaire est sans identifiant", "this comment has no id"),
    "markup-bad-id": _error(
        "« {piece} » ne porte pas un identifiant valable (minuscules, chiffres, tirets simples)",
        "“{piece}” does not hold a valid id (lower-case letters, digits, single hyphens)",
    ),
    "markup-stray-close": _error("« {piece} » ne ferme aucune marque", "“{piece}” closes no mark"),
    "markup-stray-comment": _error(
        "ce commentaire ne suit aucune marque : « {piece} »", "this comment follows no mark: “{piece}”"
    ),
    "markup-accent": _error(
        "un accent est séparé de sa lettre par le bord d’une marque",
        "an accent is cut off from its letter by the edge of a mark",
    ),
}

_DOCUMENT: Final = {
    "duplicate-id": _error("l’identifiant « {piece} » sert deux fois", "the id “{piece}” is used twice"),
    "reserved-id": _error(
        "« {piece} » désigne le brief : aucune source ne peut porter cet identifiant",
        "“{piece}” stands for the brief: no source may take this id",
    ),
    "evidence-source": _error(
        "le dossier n’a pas de source « {piece} »", "the dossier has no source “{piece}”"
    ),
    "evidence-quote": _error(
        "cette citation ne figure pas dans « {source} » : « {piece} »",
        "this quote does not stand in “{source}”: “{piece}”",
    ),
    "empty-group": _error("ce groupe de mots est vide", "this group of words is empty"),
    "empty-rule": _error("cette règle n’exige rien", "this rule asks for nothing"),
    "word-limits": _error(
        "min_words ({minimum}) dépasse max_words ({maximum})",
        "min_words ({minimum}) is above max_words ({maximum})",
    ),
    "address-language": _error(
        "« address » ne vaut que pour un exercice en français", "“address” is for exercises in French only"
    ),
    "criterion-task": _error(
        "ce critère porte sur « {piece} », que l’exercice ne demande pas",
        "this criterion applies to “{piece}”, which the exercise does not ask for",
    ),
    "twist-criterion": _error(
        "un critère du rebondissement porte sur « twist », pas sur « {piece} »",
        "a criterion of the twist applies to “twist”, not to “{piece}”",
    ),
    "twist-task": _error(
        "le rebondissement vient après la note : il demande la tâche client_note",
        "the twist comes after the note: it needs the task client_note",
    ),
    "duplicate-task": _error(
        "la tâche « {piece} » est donnée deux fois", "the task “{piece}” is given twice"
    ),
    "zero-weights": _error("tous les poids sont nuls", "all weights are zero"),
}

_DRAFT: Final = {
    "unused-id": _error(
        "« {piece} » n’apparaît nulle part dans le brouillon", "“{piece}” stands nowhere in the draft"
    ),
    "unknown-id": _error(
        "« {piece} » n’est ni un défaut ni un leurre de l’exercice",
        "“{piece}” is neither a flaw nor a decoy of the exercise",
    ),
    "flaw-highlighted": _error(
        "« {id} » est un défaut : {{==…==}} est réservé aux leurres",
        "“{id}” is a flaw: {{==…==}} is for decoys",
    ),
    "decoy-changed": _error(
        "« {id} » est un leurre : il se marque {{==…==}}, sans rien changer",
        "“{id}” is a decoy: it is marked {{==…==}} and changes nothing",
    ),
    "repaired-reference": _error(
        "la référence elle-même ne passe pas la règle « repaired » de « {piece} »{detail}",
        "the reference itself fails the repaired rule of “{piece}”{detail}",
    ),
    "repaired-draft": _error(
        "le brouillon passe déjà la règle « repaired » de « {piece} »",
        "the draft already passes the repaired rule of “{piece}”",
    ),
    "keep-reference": _error(
        "« {piece} », à garder, ne figure pas dans la référence",
        "“{piece}”, to be kept, is not in the reference",
    ),
    "bare-number": _warning(
        "seule cette règle connaît le nombre « {piece} », et sans unité : une réécriture qui le donne avec "
        "la sienne passerait pour l’inventer ; écrivez-le avec son unité",
        "only this rule knows the number “{piece}”, and without a unit: a rewrite that gives it with one "
        "would count as inventing it; write it with its unit",
    ),
    "nothing-planted": _error("ni défaut ni leurre", "neither flaw nor decoy"),
    "few-sound-sentences": _error(
        "{sound} phrases sans défaut : il en faut au moins {least}",
        "{sound} sentences without a flaw: at least {least} are needed",
    ),
    "low-sound-share": _error(
        "{share} % des phrases sont sans défaut : il en faut au moins {least} %",
        "{share}% of the sentences have no flaw: at least {least}% are needed",
    ),
    "long-sentence": _warning(
        "phrase de {length} signes (plus de {most}) : « {piece} »",
        "a sentence of {length} characters (over {most}): “{piece}”",
    ),
}

_ADVICE: Final = {
    "few-decoys": _warning(
        "{count} leurre(s) : deux au moins rendent la confiance mesurable",
        "{count} decoy(s): two at least make trust measurable",
    ),
    "model-points": _warning(
        "{share} % des points ne peuvent être décidés que par un modèle (plus de {most} %)",
        "{share}% of the points can be decided by a model only (over {most}%)",
    ),
    "criterion-no-rule": _warning(
        "le critère « {piece} » n’a pas de règle : sans modèle il reste indécis",
        "the criterion “{piece}” has no rule: without a model it stays undecided",
    ),
    "dimension-without-flaws": _warning(
        "aucun défaut dans la dimension « {piece} »", "no flaw in the dimension “{piece}”"
    ),
    "omission-no-accept": _warning(
        "l’omission « {piece} » n’a pas de groupes « accept » : sans modèle nul ne peut la trouver",
        "the omission “{piece}” has no accept groups: without a model nobody can find it",
    ),
    "flaw-no-reason": _warning(
        "« {piece} » n’a ni preuve ni groupes « accept » : sans modèle sa cause reste indécise",
        "“{piece}” has neither evidence nor accept groups: without a model its cause stays undecided",
    ),
}

ARCHIVE: Final = {
    "archive-size": _error(
        "l’archive dépasse {limit} Mio : partagez-la en plusieurs",
        "the archive is larger than {limit} MiB: split it into several",
    ),
    "archive-not-zip": _error("ce n’est pas une archive zip", "this is not a zip archive"),
    "archive-corrupt": _error(
        "l’archive est endommagée, ou n’est pas ce qu’elle dit être : {problem}",
        "the archive is damaged, or not what it claims to be: {problem}",
    ),
    "archive-entries": _error(
        "l’archive compte plus de {limit} fichiers et dossiers",
        "the archive has more than {limit} files and folders",
    ),
    "archive-encrypted": _error(
        "« {piece} » est chiffré : refaites l’archive sans mot de passe",
        "“{piece}” is encrypted: make the archive without a password",
    ),
    "archive-path": _error(
        "le chemin « {piece} » n’est pas admis : ni « .. », ni chemin absolu, ni barre oblique inverse",
        "the path “{piece}” is not allowed: no “..”, no absolute path, no backslash",
    ),
    "archive-link": _error(
        "« {piece} » n’est ni un fichier ordinaire ni un dossier : les liens ne sont pas admis",
        "“{piece}” is neither a plain file nor a folder: links are not allowed",
    ),
    "archive-method": _error(
        "« {piece} » est compressé d’une manière qui n’est pas admise : prenez deflate, que tous connaissent",
        "“{piece}” is compressed in a way that is not allowed: take deflate, which every tool knows",
    ),
    "archive-nested": _error(
        "« {piece} » est une archive dans l’archive", "“{piece}” is an archive within the archive"
    ),
    "archive-duplicate": _error(
        "« {piece} » figure deux fois dans l’archive", "“{piece}” stands twice in the archive"
    ),
    "archive-collision": _error(
        "« {piece} » et « {other} » ne diffèrent que par la casse : maint système n’y verrait qu’un fichier",
        "“{piece}” and “{other}” differ in case only: many systems would take them for one file",
    ),
    "archive-file-size": _error(
        "« {piece} » dépasse {limit} Mio une fois décompressé", "“{piece}” unpacks to more than {limit} MiB"
    ),
    "archive-declared": _error(
        "« {piece} » annonce {declared} octets et en contient un autre nombre",
        "“{piece}” declares {declared} bytes and holds another number of them",
    ),
    "archive-total": _error(
        "l’archive dépasse {limit} Mio une fois décompressée : partagez-la en plusieurs",
        "the archive unpacks to more than {limit} MiB: split it into several",
    ),
    "archive-ratio": _error(
        "l’archive se décompresse en plus de {limit} fois sa taille, ce que des textes ne font pas",
        "the archive unpacks to more than {limit} times its size, which texts do not do",
    ),
    "archive-empty": _error(
        "aucun exercise.yaml dans l’archive : chaque exercice est un dossier qui en contient un",
        "there is no exercise.yaml in the archive: each exercise is a folder that holds one",
    ),
    "archive-stray": _error(
        "« {piece} » n’est dans le dossier d’aucun exercice (un dossier avec un exercise.yaml)",
        "“{piece}” is in no exercise’s folder (one that holds an exercise.yaml)",
    ),
    "file-unknown": _error(
        "le fichier {piece} ne fait pas partie de l’exercice : aucune source ne le nomme",
        "the file {piece} is no part of the exercise: no source names it",
    ),
}
"""About archives of exercises (`app.exercises.archive`)."""

MESSAGES: Final[dict[str, Message]] = {
    **_FILES,
    **_SHAPE,
    **_MARKUP,
    **_DOCUMENT,
    **_DRAFT,
    **_ADVICE,
    **ARCHIVE,
}
