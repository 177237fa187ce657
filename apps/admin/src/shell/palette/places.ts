import type { Role } from "@archipel/contracts/members.ts";
import { links } from "../../links.ts";

/**
 * A tab or a setting that the navigation does not name. Its name is the message `admin.palette.places.<key>`; `words` are other words for it in
 * both languages, because people search in the one they think in.
 */
export interface Place {
  readonly key: PlaceKey;
  /** What it belongs to: a place of portals exists once for each portal. */
  readonly at: "portal" | "community" | "own" | "platform";
  readonly needs: Role | "operator" | "anyone";
  readonly words: string;
  readonly href: (community: string, portal: string) => string;
}

export type PlaceKey =
  | "logo"
  | "identity"
  | "portalData"
  | "view"
  | "reporting"
  | "elsewhere"
  | "embedding"
  | "appearance"
  | "mapStyle"
  | "answers"
  | "visits"
  | "addresses"
  | "pages"
  | "news"
  | "alerts"
  | "menus"
  | "redirects"
  | "legal"
  | "closePortal"
  | "life"
  | "communityName"
  | "roles"
  | "admission"
  | "reportThemes"
  | "elevation"
  | "journal"
  | "trash"
  | "api"
  | "profile"
  | "password"
  | "notifications"
  | "programs"
  | "ownData"
  | "platformPeople"
  | "platformPortals"
  | "platformCommunities"
  | "platformAccess"
  | "platformJournal";

export const places: readonly Place[] = [
  {
    key: "logo",
    at: "portal",
    needs: "manager",
    words: "favicon icône image bannière banner picture icon",
    href: (community, portal) => `${links.appearance(community, portal)}#pictures`,
  },
  {
    key: "identity",
    at: "portal",
    needs: "manager",
    words: "slogan titre title tagline renommer rename langue language contact",
    href: (community, portal) => `${links.portal(community, portal)}#identity`,
  },
  {
    key: "portalData",
    at: "portal",
    needs: "manager",
    words: "couches layers afficher masquer show hide carte map",
    href: (community, portal) => `${links.portal(community, portal)}#datasets`,
  },
  {
    key: "view",
    at: "portal",
    needs: "manager",
    words: "zoom centre cadrage extent emprise territoire",
    href: (community, portal) => `${links.portal(community, portal)}#view`,
  },
  {
    key: "reporting",
    at: "portal",
    needs: "manager",
    words: "signaler alerter anomalie problem report",
    href: (community, portal) => `${links.portal(community, portal)}#reporting`,
  },
  {
    key: "elsewhere",
    at: "portal",
    needs: "manager",
    words: "géoportail géorisques ailleurs elsewhere liens links",
    href: (community, portal) => `${links.portal(community, portal)}#elsewhere`,
  },
  {
    key: "embedding",
    at: "portal",
    needs: "manager",
    words: "iframe embed intégration site web website",
    href: (community, portal) => `${links.portal(community, portal)}#embedding`,
  },
  {
    key: "appearance",
    at: "portal",
    needs: "manager",
    words: "couleurs colours colors thème theme police font typographie charte mode sombre dark",
    href: (community, portal) => links.appearance(community, portal),
  },
  {
    key: "mapStyle",
    at: "portal",
    needs: "member",
    words: "style maplibre qgis json",
    href: (community, portal) => `${links.portal(community, portal)}#map-style`,
  },
  {
    key: "answers",
    at: "portal",
    needs: "manager",
    words: "règles rules questions urbanisme risques rubriques packs",
    href: (community, portal) => links.answers(community, portal),
  },
  {
    key: "visits",
    at: "portal",
    needs: "manager",
    words: "statistiques statistics audience analytics fréquentation chiffres",
    href: (community, portal) => links.visits(community, portal),
  },
  {
    key: "addresses",
    at: "portal",
    needs: "manager",
    words: "domaine domain dns url certificat https sous-domaine nom de domaine",
    href: (community, portal) => links.addresses(community, portal),
  },
  {
    key: "pages",
    at: "portal",
    needs: "manager",
    words: "accueil home page écrire write contenu content",
    href: (community, portal) => links.site(community, portal),
  },
  {
    key: "news",
    at: "portal",
    needs: "manager",
    words: "article billet blog annonce post",
    href: (community, portal) => links.site(community, portal, "news"),
  },
  {
    key: "alerts",
    at: "portal",
    needs: "manager",
    words: "alerte alert urgence emergency vigilance cap inondation avertir warn prévenir",
    href: (community, portal) => links.site(community, portal, "alerts"),
  },
  {
    key: "menus",
    at: "portal",
    needs: "manager",
    words: "navigation footer liens links entête header",
    href: (community, portal) => links.site(community, portal, "navigation"),
  },
  {
    key: "redirects",
    at: "portal",
    needs: "manager",
    words: "ancienne adresse old address url 301",
    href: (community, portal) => links.site(community, portal, "redirects"),
  },
  {
    key: "legal",
    at: "portal",
    needs: "manager",
    words:
      "legal mentions légales rgpd gdpr confidentialité privacy données personnelles cookies cgu terms rgaa accessibilité accessibility éditeur hébergeur",
    href: (community, portal) => links.site(community, portal, "legal"),
  },
  {
    key: "closePortal",
    at: "portal",
    needs: "manager",
    words: "fermer close archiver archive supprimer delete dupliquer duplicate copier copy hors ligne offline modèle template",
    href: (community, portal) => links.portal(community, portal),
  },
  {
    key: "life",
    at: "community",
    needs: "manager",
    words: "exporter export sauvegarde backup supprimer delete quitter leave réversibilité télécharger tout",
    href: (community) => links.life(community),
  },
  {
    key: "communityName",
    at: "community",
    needs: "manager",
    words: "renommer rename description contact paramètres settings réglages",
    href: (community) => links.settings(community),
  },
  {
    key: "roles",
    at: "community",
    needs: "manager",
    words:
      "rôle role droits rights permissions gestionnaire manager modérateur moderator contributeur retirer remove suspendre équipe team",
    href: (community) => links.members(community),
  },
  {
    key: "admission",
    at: "community",
    needs: "manager",
    words: "2fa mfa proconnect sso domaine inscription demandes requests",
    href: (community) => links.members(community),
  },
  {
    key: "reportThemes",
    at: "community",
    needs: "moderator",
    words: "catégories categories délais confier",
    href: (community) => links.reportThemes(community),
  },
  {
    key: "elevation",
    at: "community",
    needs: "contributor",
    words: "mnt mns dem dsm lidar terrain altitude relief",
    href: (community) => links.makeModel(community),
  },
  {
    key: "journal",
    at: "community",
    needs: "manager",
    words: "journal audit log historique history traces",
    href: (community) => links.audit(community),
  },
  {
    key: "trash",
    at: "community",
    needs: "manager",
    words: "corbeille bin trash restaurer restore rétablir récupérer annuler undo",
    href: (community) => links.bin(community),
  },
  {
    key: "api",
    at: "community",
    needs: "manager",
    words: "api clé key token jeton webhook ogc automatiser script",
    href: (community) => links.keys(community),
  },
  { key: "profile", at: "own", needs: "anyone", words: "nom name langue language courriel email adresse", href: () => links.account() },
  {
    key: "password",
    at: "own",
    needs: "anyone",
    words: "password mot de passe 2fa double authentification clé d’accès passkey sessions appareils devices connexion sign-in",
    href: () => `${links.account()}?tab=security`,
  },
  {
    key: "notifications",
    at: "own",
    needs: "anyone",
    words: "courriels mails emails abonnement désabonner unsubscribe cloche",
    href: () => `${links.account()}?tab=notifications`,
  },
  { key: "programs", at: "own", needs: "anyone", words: "api jeton token key cli", href: () => `${links.account()}?tab=programs` },
  {
    key: "ownData",
    at: "own",
    needs: "anyone",
    words: "rgpd gdpr export effacer erase supprimer delete compte account",
    href: () => `${links.account()}?tab=data`,
  },
  {
    key: "platformPeople",
    at: "platform",
    needs: "operator",
    words: "comptes accounts utilisateurs users suspendre",
    href: () => `${links.platform()}?tab=people`,
  },
  {
    key: "platformPortals",
    at: "platform",
    needs: "operator",
    words: "sites adresses hosts",
    href: () => `${links.platform()}?tab=portals`,
  },
  {
    key: "platformCommunities",
    at: "platform",
    needs: "operator",
    words: "quota stockage storage importer import suspendre",
    href: () => `${links.platform()}?tab=communities`,
  },
  {
    key: "platformAccess",
    at: "platform",
    needs: "operator",
    words: "sso openid oidc proconnect keycloak oauth",
    href: () => `${links.platform()}?tab=access`,
  },
  {
    key: "platformJournal",
    at: "platform",
    needs: "operator",
    words: "audit log connexions refusées sign-in",
    href: () => `${links.platform()}?tab=journal`,
  },
];

/** Other words for the pages of the navigation, by the keys of `navigation.ts`. */
export const pageWords: Readonly<Record<string, string>> = {
  uploads: "déposer fichier upload file envoyer importer import csv shapefile geojson geopackage",
  models: "contrôle validation cnig covadis schéma schema norme standard",
  datasets: "données data couches layers jeux catalogue métadonnées metadata fiche style",
  processings: "traitement calcul tampon buffer intersection découper clip géotraitement",
  jobs: "tâches en cours running progression file d’attente queue",
  labels: "qualité quality badge",
  bin: "corbeille trash supprimé deleted",
  contributions: "propositions proposals corrections modifications revoir review modération",
  reports: "signalements anomalies problèmes tickets",
  portals: "site carte map ouvrir",
  site: "pages accueil menus mentions légales legal",
  members: "personnes people équipe team utilisateurs users inviter invite",
  peopleGroups: "groupes groups équipes teams",
  organisations: "département partenaires partners",
  keys: "api clé token jeton",
  audit: "historique history log qui a fait",
  settings: "paramètres réglages configuration",
  platform: "opérateur operator serveur server état santé health",
};

/** Other words for the actions, by the last part of their names. */
export const actionWords: Readonly<Record<string, string>> = {
  "admin.uploads.add": "envoyer upload importer import fichier file ajouter add",
  "admin.portals.create": "ouvrir open nouveau new site carte map create créer",
  "admin.members.inviteTitle": "invite inviter ajouter add membre member personne person",
  "models.editor.page.new": "nouveau new contrôle validation",
  "admin.labels.add": "nouveau new qualité",
  "admin.keys.add": "nouvelle new api token jeton",
  "admin.platform.create": "nouvelle new communauté community",
};
