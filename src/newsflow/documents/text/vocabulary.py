"""The labels of page furniture in English, German, French, Spanish and Arabic.

A label is a whole line. To teach the reader one, add it here; case, punctuation at the
ends, kinds of apostrophe and Arabic hamzas do not matter, since both sides are brought
to one form by :func:`~newsflow.documents.text.wording.plain`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .reasons import Reason
from .wording import entries, plain

# A label ends at "|" or at the end of the line; a line or more to each language.
_LABELS: Mapping[Reason, str] = {
    Reason.ADVERTISEMENT: """
        ad | ads | advert | advertisement | advertising | advertisement feature
        ad feedback | article continues after advertisement | article continues below
        article continues below advertisement | content continues below | sponsored
        paid content | paid post | promoted | skip advertisement | skip ad
        sponsored content | story continues below
        story continues below advertisement | story continues after advertisement
        this ad will end in | remove ads | scroll down to continue
        scroll to continue | scroll to continue with content
        anzeige | werbung | nach der anzeige geht's weiter | weiter nach der anzeige
        artikel wird nach der anzeige fortgesetzt
        publicité | publicite | annonce | contenu sponsorisé
        la suite après cette publicité | la suite de l'article après la publicité
        publicidad | anuncio | contenido patrocinado
        continúa después de la publicidad
        اعلان | اعلانات | محتوى مدفوع
    """,
    Reason.APP_NAME: """
        app store | google play | get the app | get our app | download the app
        open in app | download our app | download on the app store
        get it on google play | available on the app store | apple news | google news
        flipboard | open app
        zur app | app herunterladen | jetzt app laden | laden im app store
        télécharger l'application | télécharger dans l'app store | ouvrir dans l'appli
        descarga la app | descargar la app | disponible en google play
        abrir en la app
        حمل التطبيق | تحميل التطبيق | متجر التطبيقات
    """,
    Reason.COMMENTS: """
        comment | comments | add a comment | leave a comment | leave a reply
        post a comment | view comments | view all comments | show comments
        load comments | no comments | join the conversation | join the discussion
        be the first to comment | log in to comment | comments are closed
        kommentare | kommentar schreiben | zu den kommentaren | kommentare anzeigen
        kommentare lesen | diskutieren sie mit | jetzt kommentieren
        commentaires | commenter | lire les commentaires | voir les commentaires
        réagir | ajouter un commentaire | laisser un commentaire
        comentarios | comentar | ver comentarios | deja un comentario
        deje un comentario | añadir comentario
        تعليق | تعليقات | التعليقات | اضف تعليقا | اترك تعليقا | شارك برايك
    """,
    Reason.COOKIE_NOTICE: """
        accept | accept all | accept cookies | accept all cookies | cookie settings
        i agree | cookie policy | cookies | manage cookies | privacy settings
        reject all
        alle akzeptieren | akzeptieren | cookie-einstellungen | alle ablehnen
        tout accepter | accepter | tout refuser | gérer les cookies
        continuer sans accepter
        aceptar | aceptar todo | aceptar cookies | rechazar todo | configurar cookies
        موافق | قبول الكل | سياسة ملفات تعريف الارتباط
    """,
    Reason.FOLLOW_US: """
        follow | follow us | follow us on | find us on | connect with us
        stay connected | following | follow this author | follow topic | follow topics
        folgen | folgen sie uns | folge uns
        suivre | suivez-nous | nous suivre | nous suivre sur
        seguir | síguenos | síguenos en | síganos
        تابعنا | تابعونا | تابعنا على | تابعونا على
    """,
    Reason.NEWSLETTER: """
        newsletter | newsletters | subscribe to our newsletter | sign up
        get our newsletter | sign up for our newsletter | sign up to our newsletter
        your email address | enter your email | email address
        please enter a valid email address | daily newsletter
        thank you for signing up | thanks for signing up
        newsletter abonnieren | jetzt abonnieren | ihre e-mail-adresse
        e-mail-adresse | newsletter bestellen
        s'inscrire à la newsletter | inscrivez-vous à notre newsletter | je m'inscris
        votre adresse e-mail | s'abonner à la newsletter | infolettre
        boletín | boletines | suscríbete a nuestro boletín | suscríbase al boletín
        su correo electrónico
        النشرة البريدية | اشترك في النشرة البريدية | اشترك في نشرتنا البريدية
        بريدك الالكتروني
    """,
    Reason.PAGE_CONTROL: """
        save | saved | skip to content | skip to main content | skip to navigation
        menu | main menu | home | search | log in | login | sign in | subscribe
        subscribe now | register | my account | back to top | back | close | next
        previous | next article | previous article | go to top | listen
        listen to this article | listen to article | listen to this story | play
        watch | watch live | watch now | gift this article | give this article
        bookmark | bookmark this article | add to bookmarks | font size | text size
        translate | read in app | view gallery | view image in fullscreen
        enlarge image | open gallery | expand | show more | see more | load more
        view more | toggle caption | hide caption | read this article for free
        view original | full screen | fullscreen | pause | mute | continue reading
        continue reading the main story | play video | video player is loading
        this is a modal window
        zur merkliste hinzufügen | artikel zum hören | zum inhalt
        zum inhalt springen | menü | startseite | suche | anmelden
        abonnieren | nach oben | zur startseite | merken | vorlesen | artikel anhören
        artikel merken | bild vergrößern | schließen | weiter | zurück
        offrir l'article | article réservé aux abonnés | aller au contenu
        aller au contenu principal | accueil | rechercher
        recherche | se connecter | s'abonner | connexion | retour en haut | écouter
        écouter l'article | écouter cet article | lecture audio | fermer
        ajouter aux favoris | sauvegarder
        ir al contenido | saltar al contenido | inicio | buscar | iniciar sesión
        suscribirse | menú | volver arriba | escuchar | escuchar este artículo
        cerrar | guardar | suscríbete
        انتقل الى المحتوى | القائمة | بحث | تسجيل الدخول | اشترك | استمع
        استمع الى المقال | الى الاعلى | اغلاق | حفظ | العودة الى الاعلى
    """,
    Reason.RELATED: """
        related | related article | related stories | related articles
        related coverage
        related content | related topics | related links | related news | more stories
        more on this story | more on this topic | more on this | most read
        most popular | most viewed | must read | top stories | trending | trending now
        latest news | latest stories | recommended | recommended for you
        recommended stories | read more | read next | up next | see also
        you may also like | you might also like | editor's picks | editors' picks
        don't miss | in other news | what to read next | more like this
        also in the news | from around the web | more to explore | keep reading
        list of 3 items | list of 4 items | more from this section | more news
        mehr zum thema | lesen sie auch | lesen sie mehr | meistgelesen
        das könnte sie auch interessieren | weitere artikel | weiterlesen | mehr lesen
        ähnliche artikel | auch interessant | aktuelle nachrichten | top-themen
        zum thema | mehr dazu
        à lire aussi | a lire aussi | lire aussi | sur le même sujet | articles liés
        les plus lus | à lire également | a lire également | à voir aussi
        en lire plus | lire la suite | contenus associés | nos articles
        notre sélection
        te puede interesar | también te puede interesar | lee también | lea también
        noticias relacionadas | lo más leído | más noticias | leer más
        más información | artículos relacionados | relacionado | relacionados
        le recomendamos
        اقرا ايضا | مواضيع ذات صلة | اخبار ذات صلة | الاكثر قراءة | مقالات ذات صلة
        المزيد | قد يعجبك ايضا | شاهد ايضا
    """,
    Reason.SHARE_LABEL: """
        share | shares | share this | share this story | share this article
        share article | share this page | share on | share via | share with
        share full article | share post | tweet | pin it | print | email | e-mail
        email this | email this article | print this article | copy link | link copied
        copied | share options | sharing options | share story | republish
        teilen | artikel teilen | beitrag teilen | diesen artikel teilen
        per mail teilen | link kopieren | link kopiert | drucken | seite drucken
        artikel drucken | versenden
        partager | partager l'article | partager cet article | partager sur | imprimer
        copier le lien | envoyer par e-mail | envoyer par mail | lien copié | partage
        compartir | compartir en | compartir este artículo | compartir artículo
        imprimir | copiar enlace | enlace copiado | enviar por correo | comparte
        شارك | مشاركة | شارك هذا المقال | شارك المقال | نسخ الرابط | طباعة
        شارك الخبر
    """,
    Reason.SIGN_OFF: """
        ends | -ends- | end | ends here | end of story | 30 | more to come
        more to follow | more | more follows | story developing | developing story
        refiles | end it | endit
        ende | wird fortgesetzt | mehr in kürze | weitere informationen folgen
        fin | à suivre | a suivre | plus d'informations à suivre
        fin del artículo | fin de la nota | noticia en desarrollo
        más información en breve
        انتهى | النهاية | المزيد لاحقا
    """,
    Reason.WIRE_CODE: """
        urgent | bulletin | flash | newsflash | news alert | alert | advisory
        eilmeldung | eil | urgente | alerte | عاجل | not for publication
        attention editors | for immediate release | press release
        for use by newspapers only | repeat | repeating | corrects | recasts
        adds quote
    """,
}

# A line made of these alone, with at least one of the first table, is a share bar.
NETWORKS = frozenset(
    entries(
        """
            facebook | twitter | whatsapp | linkedin | pinterest | reddit | telegram
            instagram | messenger | bluesky | mastodon | threads | xing | tiktok
            youtube | flipboard | tumblr | snapchat | viber | email | e-mail | tweet
            share | teilen | partager | compartir | فيسبوك | تويتر | واتساب | تلغرام
            لينكدان | شارك | مشاركة
        """
    )
)
SHARE_FILLERS = frozenset(
    entries(
        """
            x | on | via | by | to | this | the | story | article | with | save | more
            icon | logo | url | and | or | copied | print | copy | link | line
            pocket | mail | sms | pdf | rss | drucken | imprimer | imprimir | auf
            per | sur | par | en | por | el | la | le | icono | comments | gift
            options | bookmark | علي | عبر | طباعة
        """
    )
)

# Lines above a headline that say what kind of piece it is, and the kind where it is one
# of the model's. They become the label.
_KICKERS: Mapping[str, str] = {
    "opinion": "opinion",
    "comment": "opinion",
    "editorial": "opinion",
    "column": "opinion",
    "analysis": "analysis",
    "explainer": "background",
    "background": "background",
    "review": "review",
    "interview": "interview",
    "feature": "feature",
    "obituary": "obituary",
    "fact check": "fact_check",
    "live": "live",
    "live updates": "live",
    "exclusive": "",
    "breaking": "",
    "breaking news": "",
    "meinung": "opinion",
    "kommentar": "opinion",
    "leitartikel": "opinion",
    "analyse": "analysis",
    "hintergrund": "background",
    "rezension": "review",
    "reportage": "reportage",
    "nachruf": "obituary",
    "faktencheck": "fact_check",
    "liveticker": "live",
    "exklusiv": "",
    "éditorial": "opinion",
    "tribune": "opinion",
    "chronique": "opinion",
    "critique": "review",
    "entretien": "interview",
    "nécrologie": "obituary",
    "décryptage": "background",
    "opinión": "opinion",
    "análisis": "analysis",
    "reseña": "review",
    "entrevista": "interview",
    "reportaje": "reportage",
    "obituario": "obituary",
    "en vivo": "live",
    "en directo": "live",
    "راي": "opinion",
    "تحليل": "analysis",
    "مقابلة": "interview",
    "حوار": "interview",
    "مباشر": "live",
}

HOME = frozenset(
    entries(
        """
            home | homepage | start | startseite | accueil | à la une | inicio
            portada | الرئيسية | الصفحة الرئيسية | front page
        """
    )
)


def _split_labels() -> Mapping[str, Reason]:
    return MappingProxyType(
        {
            plain(label): reason
            for reason, labels in _LABELS.items()
            for label in entries(labels)
        }
    )


KICKERS = MappingProxyType({plain(word): kind for word, kind in _KICKERS.items()})
LABELS = _split_labels()
