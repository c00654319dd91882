"""Given names by which a person's name is recognised in an identifier or a text: frequent ones of four languages."""

from __future__ import annotations

# In small letters; those that medicine uses as well are left out (ANA, Charcot-Marie-Tooth).
_WRITTEN = (
    "alessandra alessandro alessia alessio andrea angela angelo anna antonella antonio arianna barbara beatrice bruno "
    "camilla carla carlo carmela caterina chiara claudia claudio concetta cristina daniela daniele davide domenico "
    "elena eleonora elisa elisabetta emanuela enrico fabio federica federico filippo francesca francesco franco "
    "gabriele giacomo gianluca giorgia giorgio giovanna giovanni giulia giulio giuseppe giuseppina ilaria irene laura "
    "leonardo lorenzo luca lucia luigi luisa manuela marco margherita maria marina mario marta martina massimo matteo "
    "maurizio michela michele monica nicola paola paolo pasquale patrizia pietro raffaele riccardo rita roberta "
    "roberto salvatore sara serena sergio silvia simona simone sofia stefania stefano teresa tommaso valentina "
    "valeria vincenzo vittorio alexander amanda andrew anthony brian christine christopher daniel david deborah "
    "edward elizabeth emily george helen james jennifer jessica john joseph karen kevin linda lisa margaret mary "
    "matthew michael michelle nancy patricia paul peter richard robert sandra sarah stephen steven susan thomas "
    "william andreas birgit christian claire dieter emmanuel francois franziska guillaume hans heike heinz helmut "
    "ingrid isabelle jacques jean juergen julien jurgen karin katharina klaus laurent martin monika nathalie nicolas "
    "olivier philippe renate sabine sebastien sophie stefan sylvie uwe wolfgang alejandro carmen fernando isabel "
    "javier jorge jose juan julia luis manuel miguel pablo pedro rafael ramon"
)
GIVEN_NAMES = frozenset(_WRITTEN.split())
