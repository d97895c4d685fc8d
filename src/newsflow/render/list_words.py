"""The few words that lists of stories add, in the languages that pages speak."""

from __future__ import annotations

from functools import cache

import attrs


@attrs.frozen(kw_only=True, eq=False)
class ListWords:
    """What lists say around stories in one *language*; *month* is the form of one."""

    language: str
    month: str
    front: str
    sections: str
    all_sections: str
    archive: str
    months: str
    newer: str
    older: str
    more: str
    trail: str
    updated: str
    corrected: str
    section: str
    subject: str
    author: str
    missing: str
    missing_why: str
    moved: str


_ENGLISH = ListWords(
    language="en",
    month="{0} {1}",
    front="Front page",
    sections="Sections",
    all_sections="All sections",
    archive="Archive",
    months="By month",
    newer="Newer",
    older="Older",
    more="More from {0}",
    trail="You are here",
    updated="Updated",
    corrected="Corrected",
    section="Section",
    subject="Subject",
    author="Author",
    missing="There is no page here",
    missing_why="It may have been taken down, or the address may be misspelt.",
    moved="This story has moved",
)
_GERMAN = ListWords(
    language="de",
    month="{0} {1}",
    front="Startseite",
    sections="Ressorts",
    all_sections="Alle Ressorts",
    archive="Archiv",
    months="Nach Monaten",
    newer="Neuer",
    older="Älter",
    more="Mehr aus {0}",
    trail="Sie sind hier",
    updated="Aktualisiert",
    corrected="Korrigiert",
    section="Ressort",
    subject="Thema",
    author="Autor/in",
    missing="Hier gibt es keine Seite",
    missing_why="Vielleicht wurde sie entfernt, oder die Adresse ist vertippt.",
    moved="Dieser Beitrag ist umgezogen",
)
_FRENCH = ListWords(
    language="fr",
    month="{0} {1}",
    front="Accueil",
    sections="Rubriques",
    all_sections="Toutes les rubriques",
    archive="Archives",
    months="Par mois",
    newer="Plus récent",
    older="Plus ancien",
    more="Plus dans {0}",
    trail="Vous êtes ici",
    updated="Mis à jour le",
    corrected="Rectifié",
    section="Rubrique",
    subject="Sujet",
    author="Auteur",
    missing="Il n’y a pas de page ici",
    missing_why="Elle a peut-être été retirée, ou l’adresse est mal écrite.",
    moved="Cet article a changé d’adresse",
)
_SPANISH = ListWords(
    language="es",
    month="{0} de {1}",
    front="Portada",
    sections="Secciones",
    all_sections="Todas las secciones",
    archive="Archivo",
    months="Por meses",
    newer="Más reciente",
    older="Más antiguo",
    more="Más de {0}",
    trail="Está aquí",
    updated="Actualizado el",
    corrected="Corregido",
    section="Sección",
    subject="Tema",
    author="Autor",
    missing="Aquí no hay ninguna página",
    missing_why="Puede que se haya retirado o que la dirección esté mal escrita.",
    moved="Esta noticia ha cambiado de dirección",
)
_ARABIC = ListWords(
    language="ar",
    month="{0} {1}",
    front="الصفحة الرئيسية",
    sections="الأقسام",
    all_sections="كل الأقسام",
    archive="الأرشيف",
    months="حسب الشهر",
    newer="الأحدث",
    older="الأقدم",
    more="المزيد من {0}",
    trail="أنت هنا",
    updated="حُدّث في",
    corrected="صُحّح",
    section="القسم",
    subject="الموضوع",
    author="الكاتب",
    missing="لا توجد صفحة هنا",
    missing_why="ربما أزيلت، أو كُتب العنوان خطأ.",
    moved="انتقلت هذه المادة إلى عنوان آخر",
)
_SPOKEN = (_ENGLISH, _GERMAN, _FRENCH, _SPANISH, _ARABIC)


@cache
def list_words_in(language: str) -> ListWords:
    """Give the words of a language by its BCP 47 tag, or else the English ones."""
    primary = language.lower().partition("-")[0]
    return next((words for words in _SPOKEN if words.language == primary), _ENGLISH)
