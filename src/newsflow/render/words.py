"""The few words that a page adds to a story, in the languages that we speak."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from types import MappingProxyType

import attrs

from ..model.content import Kind


@attrs.frozen(kw_only=True, eq=False)
class Words:
    """What pages say around stories in one *language*; *day* is the form of a date.

    There is one of each language, so that two are the same or are not.
    """

    language: str
    months: tuple[str, ...]
    day: str
    comma: str
    by: str
    published: str
    updated: str
    saved: str
    correction: str
    sources: str
    related: str
    disclosure: str
    machine: str
    backstory: str
    licence: str
    proof: str
    retracted: str
    latest: str
    nothing: str
    kinds: Mapping[Kind, str]

    def date(self, day: date) -> str:
        """Write a day."""
        return self.day.format(day.day, self.months[day.month - 1], day.year)

    def moment(self, at: datetime) -> str:
        """Write an instant to the minute, in UTC."""
        return f"{self.date(at)}{self.comma} {at.hour:02}:{at.minute:02} UTC"


def _months(names: str) -> tuple[str, ...]:
    return tuple(names.split())


def _kinds(names: str) -> Mapping[Kind, str]:
    # Reportage is what readers expect; everything else is said (Trust Project: labels).
    told = (kind for kind in Kind if kind is not Kind.REPORTAGE)
    return MappingProxyType(dict(zip(told, names.split(" | "), strict=True)))


ENGLISH = Words(
    language="en",
    months=_months(
        "January February March April May June July August September October "
        "November December"
    ),
    day="{0} {1} {2}",
    comma=",",
    by="By",
    published="Published",
    updated="Updated",
    saved="Saved",
    correction="Correction",
    sources="Sources",
    related="Related",
    disclosure="How this story was made",
    machine="Software had a part in making this text.",
    backstory="Behind the story",
    licence="Licence",
    proof="Proof. Not for publication.",
    retracted="This story has been retracted",
    latest="Latest stories",
    nothing="Nothing has been published yet.",
    kinds=_kinds(
        "Analysis | Background | Opinion | Review | Interview | Feature | Obituary | "
        "Fact check | Live | Your view | Satire | Sponsored"
    ),
)
GERMAN = Words(
    language="de",
    months=_months(
        "Januar Februar März April Mai Juni Juli August September Oktober November "
        "Dezember"
    ),
    day="{0}. {1} {2}",
    comma=",",
    by="Von",
    published="Veröffentlicht",
    updated="Aktualisiert",
    saved="Gespeichert",
    correction="Korrektur",
    sources="Quellen",
    related="Mehr zum Thema",
    disclosure="Wie dieser Beitrag entstand",
    machine="An diesem Text hat Software mitgewirkt.",
    backstory="Hinter der Geschichte",
    licence="Lizenz",
    proof="Probeabzug. Nicht zur Veröffentlichung.",
    retracted="Dieser Beitrag wurde zurückgezogen",
    latest="Neueste Beiträge",
    nothing="Noch ist nichts erschienen.",
    kinds=_kinds(
        "Analyse | Hintergrund | Meinung | Kritik | Interview | Feature | Nachruf | "
        "Faktencheck | Live | Ihre Meinung | Satire | Anzeige"
    ),
)
FRENCH = Words(
    language="fr",
    months=_months(
        "janvier février mars avril mai juin juillet août septembre octobre novembre "
        "décembre"
    ),
    day="{0} {1} {2}",
    comma=",",
    by="Par",
    published="Publié le",
    updated="Mis à jour le",
    saved="Enregistré le",
    correction="Rectificatif",
    sources="Sources",
    related="À lire aussi",
    disclosure="Comment cet article a été fait",
    machine="Un logiciel a participé à la rédaction de ce texte.",
    backstory="Dans les coulisses",
    licence="Licence",
    proof="Épreuve. Ne pas publier.",
    retracted="Cet article a été retiré",
    latest="Derniers articles",
    nothing="Rien n’a encore été publié.",
    kinds=_kinds(
        "Analyse | Contexte | Opinion | Critique | Entretien | "
        "Reportage | Nécrologie | Vérification | En direct | Appel à témoignages | "
        "Satire | Publicité"
    ),
)
SPANISH = Words(
    language="es",
    months=_months(
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre "
        "noviembre diciembre"
    ),
    day="{0} de {1} de {2}",
    comma=",",
    by="Por",
    published="Publicado el",
    updated="Actualizado el",
    saved="Guardado el",
    correction="Corrección",
    sources="Fuentes",
    related="Más sobre el tema",
    disclosure="Cómo se hizo esta noticia",
    machine="Un programa ha intervenido en la elaboración de este texto.",
    backstory="Detrás de la noticia",
    licence="Licencia",
    proof="Prueba. No publicar.",
    retracted="Esta noticia ha sido retirada",
    latest="Últimas noticias",
    nothing="Todavía no se ha publicado nada.",
    kinds=_kinds(
        "Análisis | Contexto | Opinión | Crítica | Entrevista | Reportaje | "
        "Obituario | Verificación | En directo | Participe | Sátira | Publicidad"
    ),
)
ARABIC = Words(
    language="ar",
    months=_months(
        "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"
    ),
    day="{0} {1} {2}",
    comma="،",
    by="بقلم",
    published="نُشر في",
    updated="حُدّث في",
    saved="حُفظ في",
    correction="تصحيح",
    sources="المصادر",
    related="مواضيع ذات صلة",
    disclosure="كيف أُعدّت هذه المادة",
    machine="شاركت برمجيات في إعداد هذا النص.",
    backstory="وراء القصة",
    licence="الترخيص",
    proof="نسخة تجريبية. ليست للنشر.",
    retracted="سُحبت هذه المادة",
    latest="آخر الأخبار",
    nothing="لم يُنشر شيء بعد.",
    kinds=_kinds(
        "تحليل | خلفية | رأي | مراجعة | مقابلة | تقرير خاص | نعي | "
        "تدقيق الحقائق | مباشر | رأيكم | ساخر | إعلان"
    ),
)
_SPOKEN = (ENGLISH, GERMAN, FRENCH, SPANISH, ARABIC)


@cache
def words_in(language: str) -> Words:
    """Give the words of a language by its BCP 47 tag, or else the English ones."""
    primary = language.lower().partition("-")[0]
    return next((words for words in _SPOKEN if words.language == primary), ENGLISH)
