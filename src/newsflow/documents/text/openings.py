"""How longer lines of page furniture begin, in the five languages.

Written like the labels of :mod:`~newsflow.documents.text.vocabulary`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from .reasons import Reason
from .wording import entries, plain

# Openings end at "|" or at the end of the line. One that only labels and titles have
# counts only when the line is no sentence; where the same words begin sentences too,
# those of *within* make sure.
_OPENINGS: tuple[tuple[Reason, str, str], ...] = (
    (
        Reason.PROMO,
        """
            read more | also read | read also | read next | see also | more on this
            must read | don't miss | go deeper | lesen sie auch | lesen sie mehr
            lesen sie hier | mehr zum thema | lies auch | à lire aussi | a lire aussi
            lire aussi | à lire également | à voir aussi | lee también | lea también
            leer también | le puede interesar | te puede interesar
            también te puede interesar | te recomendamos | اقرا ايضا | اقرا المزيد
            شاهد ايضا | طالع ايضا | click here to read | click here for | tap here
            click here
        """,
        "",
    ),
    (
        Reason.RELATED,
        """
            more from | most read in | top stories in | latest in | mehr aus
        """,
        "",
    ),
    (
        Reason.APP_NAME,
        """
            download | get the | get our | install | try our | available on
            now available on | laden sie | jetzt die | holen sie sich | téléchargez
            descarga | descargue | حمل | حملوا | open this in | read this in
        """,
        """
            app | apps | app store | google play | application | appli | aplicación
            تطبيق | تطبيقنا
        """,
    ),
    (
        Reason.COMMENTS,
        """
            have your say | what do you think | tell us what you think
            do you have a story | share your thoughts | got a story | got a tip
            have a story | schreiben sie uns
        """,
        "",
    ),
    (
        Reason.COPYRIGHT,
        """
            copyright | droits réservés | urheberrecht
        """,
        "",
    ),
    (
        Reason.TIME_STAMP,
        """
            published on | published at | posted on | posted at | last updated
            last modified | updated on | updated at | first published | date published
            article published | veröffentlicht am | aktualisiert am
            zuletzt aktualisiert | erstellt am | publié le | mis à jour le | publié à
            mise à jour le | modifié le | publicado el | actualizado el
            última actualización | نشر في | نشر بتاريخ | اخر تحديث | تاريخ النشر
        """,
        "",
    ),
    (
        Reason.SIGN_OFF,
        """
            reporting by | additional reporting by | writing by | editing by
            compiled by | with files from | with additional reporting | reportage de
            édité par | editado por
        """,
        "",
    ),
    (
        Reason.PAGE_CONTROL,
        """
            powered by | continue reading
        """,
        "",
    ),
    (
        Reason.ADVERTISEMENT,
        """
            advertisement | article continues after | story continues below
            sponsored by | paid for by | presented by | in partnership with
            this content is sponsored
        """,
        "",
    ),
)

# Openings of whole sentences that pages print; all but the last two rows need a word
# of *within*.
_SENTENCES: tuple[tuple[Reason, str, str], ...] = (
    (
        Reason.NEWSLETTER,
        """
            sign up for | sign up to | sign up here | sign up and | subscribe to
            get the | get our | get your | join our | want more | receive our
            delivered to your | stay informed with | keep up with | melden sie sich
            abonnieren sie | jetzt den | inscrivez-vous | abonnez-vous | recevez
            suscríbete | suscríbase | reciba | recibe | apúntate | اشترك | اشتركوا
            سجل
        """,
        """
            newsletter | newsletters | briefing | inbox | email alerts | mailing list
            posteingang | infolettre | boîte mail | boletín | boletines | correo
            النشرة | نشرتنا | البريدية | whatsapp channel
        """,
    ),
    (
        Reason.FOLLOW_US,
        """
            follow | like us on | join us on | find us on | follow us | folgen sie
            folge | folgt uns | suivez | suivez-nous | retrouvez-nous | síguenos
            síganos | تابعنا | تابعونا | تابع
        """,
        """
            facebook | twitter | instagram | tiktok | telegram | mastodon | bluesky
            youtube | linkedin | whatsapp | threads | on x | auf x | sur x | en x
            google news | فيسبوك | تويتر | انستغرام | واتساب | تلغرام | يوتيوب
        """,
    ),
    (
        Reason.COOKIE_NOTICE,
        """
            we use | we and our | this site uses | this website uses | by continuing
            by clicking | by using this | our website uses | wir verwenden
            wir nutzen | diese website | mit der nutzung | nous utilisons
            ce site utilise | en poursuivant | en cliquant | utilizamos | este sitio
            esta web utiliza | al continuar | usamos | نستخدم | يستخدم
        """,
        """
            cookie | cookies | ملفات تعريف الارتباط
        """,
    ),
    (
        Reason.COPYRIGHT,
        """
            all rights reserved | alle rechte vorbehalten | tous droits réservés
            todos los derechos reservados | derechos reservados
            reproduction interdite | جميع الحقوق محفوظة
            this material may not be published | nachdruck nur mit
            reproduction without permission | prohibida la reproducción
        """,
        "",
    ),
    (
        Reason.EMBARGO,
        """
            embargoed until | embargoed to | strictly embargoed | under embargo until
            embargoed for | embargo until | hold for release | not for release before
            not for publication before | sperrfrist bis | sperrfrist
            sous embargo jusqu | embargo jusqu | embargado hasta | embargo hasta
            محظور النشر حتى
        """,
        "",
    ),
)


@attrs.frozen(kw_only=True)
class Opening:
    """How a line of furniture begins; *within* are words of which it must have one.

    *sentence* tells whether such a line may be a whole sentence.
    """

    start: str
    reason: Reason
    within: tuple[str, ...] = ()
    sentence: bool = False


def _split_openings() -> Mapping[str, tuple[Opening, ...]]:
    """Sort the openings under their first words, where a line finds them at once."""
    by_word: dict[str, list[Opening]] = {}
    for rows, sentence in ((_OPENINGS, False), (_SENTENCES, True)):
        for reason, starts, within in rows:
            needed = tuple(map(plain, entries(within)))
            for start in map(plain, entries(starts)):
                opening = Opening(
                    start=start, reason=reason, within=needed, sentence=sentence
                )
                by_word.setdefault(start.split()[0], []).append(opening)
    return MappingProxyType({word: tuple(rows) for word, rows in by_word.items()})


OPENINGS = _split_openings()
