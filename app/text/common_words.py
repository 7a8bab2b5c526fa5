"""Words of four letters and more, folded, that any text may use anywhere. Shorter ones all count as
common."""

from __future__ import annotations

from typing import Final

_FRENCH: Final = """
    ainsi alors apres assez aucun aucune aura auront aussi autant autre autres avait avant avec avez avoir
    avons beaucoup bien cela celle celles celui cependant certain certaine certaines certains cette ceux
    chacun chaque chez comme comment contre dans deja depuis donc dont elle elles encore enfin entre etaient
    etait etant etes etre faire fait faites faut fois font grace hors ici jamais jusque juste lequel leur
    leurs lors lorsque mais meme memes mieux moins naturellement notre nous parce parfois parmi pendant peut
    peuvent plus plusieurs plutot pour pourquoi pourra pouvez presque puis puisque quand quel quelle quelles
    quelque quelques quels rien sans sera seront seul seule seulement sinon soit sommes sont sous souvent suis
    sujet surtout tandis tant tellement tous tout toute toutefois toutes toujours tres trop vers voici voila
    votre vous vraiment
"""
_ENGLISH: Final = """
    about above after again almost along already also although always among another anyone anything around
    because been before being below between both cannot could does doing done down during each either else
    enough even ever every everyone everything from further have having here however indeed into itself just
    least less like made make makes many maybe might more most much must neither never none nothing often once
    only other others over perhaps quite rather really same should since some someone something sometimes
    still such than that their them then there therefore these they thing things this those through thus under
    until upon usually very well were what when where whether which while whole will with within without would
    your yours
"""
COMMON_WORDS: Final = frozenset(_FRENCH.split()) | frozenset(_ENGLISH.split())
