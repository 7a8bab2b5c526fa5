"""Why a proposal of the model was not taken, by code, in French and English. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

Reason = Literal[
    "too-many",
    "type-not-asked",
    "type-too-often",
    "decoy-too-often",
    "unknown-kind",
    "wrong-kind",
    "unknown-severity",
    "no-explanation",
    "too-long",
    "hidden-characters",
    "no-words",
    "passage-not-found",
    "passage-ambiguous",
    "no-change",
    "markup",
    "overlap",
    "unknown-source",
    "quote-too-short",
    "quote-too-long",
    "quote-not-found",
    "evidence-backs-flaw",
    "accept-words",
    "decoy-in-flawed-sentence",
    "repair-not-in-reference",
    "repair-in-draft",
    "too-little-sound-text",
]
REASONS: Final[tuple[Reason, ...]] = get_args(Reason)

_MESSAGES: Final[dict[Reason, tuple[str, str]]] = {
    "too-many": (
        "le modèle a fait trop de propositions : celle-ci n’a pas été examinée",
        "the model made too many proposals: this one was not looked at",
    ),
    "type-not-asked": (
        "le type « {type} » n’était pas demandé",
        "the type “{type}” was not asked for",
    ),
    "type-too-often": (
        "le type « {type} » est déjà planté autant de fois que demandé",
        "the type “{type}” is planted as often as it was asked for",
    ),
    "decoy-too-often": (
        "il y a déjà autant de leurres que demandé",
        "there are as many decoys as were asked for",
    ),
    "unknown-kind": (
        "« {kind} » n’est pas une sorte de modification (replace, add, drop)",
        "“{kind}” is no kind of change (replace, add, drop)",
    ),
    "wrong-kind": (
        "un défaut du type « {type} » ne peut pas se planter par « {kind} »",
        "a flaw of the type “{type}” cannot be planted by “{kind}”",
    ),
    "unknown-severity": (
        "« {severity} » n’est pas une gravité (minor, major, critical)",
        "“{severity}” is no severity (minor, major, critical)",
    ),
    "no-explanation": ("l’explication manque", "the explanation is missing"),
    "too-long": (
        "« {field} » est trop long : {most} signes au plus",
        "“{field}” is too long: {most} characters at most",
    ),
    "hidden-characters": (
        "« {field} » contient des caractères invisibles ou de commande",
        "“{field}” holds invisible or control characters",
    ),
    "no-words": (
        "il manque les mots à mettre dans le brouillon",
        "the words to put into the draft are missing",
    ),
    "passage-not-found": (
        "le passage ne figure pas, en mots entiers, dans le texte",
        "the passage does not stand in the text in whole words",
    ),
    "passage-ambiguous": (
        "le passage figure {places} fois dans le texte, et le contexte ne dit pas lequel",
        "the passage stands {places} times in the text, and the context does not tell which one is meant",
    ),
    "no-change": (
        "la modification ne change rien, sinon la casse, les accents ou les espaces",
        "the change changes nothing but case, accents or spaces",
    ),
    "markup": (
        "la modification ne s’écrit pas en CriticMarkup à cet endroit, ou en contient des signes",
        "the change cannot be written in CriticMarkup at this place, or holds signs of it",
    ),
    "overlap": (
        "la modification touche celle de « {other} »",
        "the change touches that of “{other}”",
    ),
    "unknown-source": (
        "le dossier n’a pas de source « {source} »",
        "the dossier has no source “{source}”",
    ),
    "quote-too-short": (
        "une preuve de moins de {least} signes ne prouve rien",
        "a proof of fewer than {least} characters proves nothing",
    ),
    "quote-too-long": (
        "la preuve dépasse {most} signes : elle doit désigner un passage",
        "the proof is above {most} characters: it must point at a passage",
    ),
    "quote-not-found": (
        "la citation ne figure pas, en mots entiers, dans « {source} »",
        "the quote does not stand in “{source}” in whole words",
    ),
    "evidence-backs-flaw": (
        "la preuve citée dit ce que dit le défaut, et non la bonne version",
        "the quoted proof says what the flaw says, not what is right",
    ),
    "accept-words": (
        "les mots attendus d’un commentaire ne figurent ni dans la preuve, ni dans la bonne version, ni dans "
        "l’explication, ou n’en disent rien",
        "the words expected of a comment stand neither in the proof, nor in the right version, nor in the "
        "explanation, or say nothing of it",
    ),
    "decoy-in-flawed-sentence": (
        "un leurre est juste : il ne peut pas se trouver dans une phrase fautive",
        "a decoy is sound: it cannot stand in a sentence with a flaw",
    ),
    "repair-not-in-reference": (
        "le texte juste ne passerait pas la règle qui vérifie que « {flaw} » est corrigé",
        "the clean text would fail the rule that checks that “{flaw}” is repaired",
    ),
    "repair-in-draft": (
        "le brouillon passerait déjà la règle qui vérifie que « {flaw} » est corrigé",
        "the draft would already pass the rule that checks that “{flaw}” is repaired",
    ),
    "too-little-sound-text": (
        "phrases qui resteraient justes : {sound} sur {total} ; il en faut au moins {least}, et {share} %",
        "sentences that would stay sound: {sound} of {total}; at least {least} are needed, and {share}%",
    ),
}


@dataclass(eq=False)
class Unfit(Exception):
    """A proposal that is not taken; `values` fill the places of the message."""

    reason: Reason
    values: dict[str, str]

    def __init__(self, reason: Reason, **values: str) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values

    def message(self, language: str) -> str:
        """In words; `language` is `fr` or `en`."""
        french, english = _MESSAGES[self.reason]
        return (french if language == "fr" else english).format_map(self.values)
