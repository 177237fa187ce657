import { alertContent, createAlertInput, publishAlertInput } from "@archipel/contracts/alerts.ts";
import { createSitePageInput, publishPageInput, saveDraftInput } from "@archipel/contracts/site-pages.ts";
import type { Localized } from "@archipel/contracts/text.ts";
import type { MemberActor } from "@archipel/core-api/kernel/actor.ts";
import type { Core } from "@archipel/core-api/kernel/core.ts";
import { createAlert } from "@archipel/core-api/modules/alerts/service/drafts.ts";
import { keepAlerts } from "@archipel/core-api/modules/alerts/service/keep.ts";
import { endAlert, publishAlert } from "@archipel/core-api/modules/alerts/service/publish.ts";
import { createPage, saveDraft } from "@archipel/core-api/modules/site/pages/service/change.ts";
import { publishPage } from "@archipel/core-api/modules/site/pages/service/publish.ts";
import type { DemoManagers } from "./communities.ts";
import { demoPortals } from "./portals.ts";

interface DemoNews {
  slug: string;
  title: Localized;
  summary: Localized;
  text: Localized;
}

/** One news item for each portal. All say that they are examples. */
const news: Record<string, DemoNews> = {
  urbanisme: {
    slug: "exemple-plan-mis-a-jour",
    title: { fr: "Exemple : le plan d’urbanisme est à jour", en: "Example: the local plan is up to date" },
    summary: {
      fr: "La dernière révision du plan est en ligne, parcelle par parcelle.",
      en: "The latest revision of the plan is online, plot by plot.",
    },
    text: {
      fr: "Le zonage et les servitudes de l’archipel ont été relus et publiés.\n\n- Cherchez votre adresse pour lire ce qui s’y applique.\n- Suivez un endroit pour être prévenu quand il change.\n\n*Cette actualité est un exemple : le territoire est inventé.*",
      en: "The zoning and the easements of the archipelago were reviewed and published.\n\n- Look up your address to read what applies there.\n- Follow a place to hear when it changes.\n\n*This item is an example: the territory is invented.*",
    },
  },
  risques: {
    slug: "exemple-reunion-inondations",
    title: { fr: "Exemple : réunion publique sur les inondations", en: "Example: public meeting on floods" },
    summary: {
      fr: "Venez lire la carte des zones inondables et poser vos questions.",
      en: "Come and read the map of flood zones, and ask your questions.",
    },
    text: {
      fr: "L’observatoire présente la nouvelle carte des zones inondables.\n\n1. Comment la carte est faite.\n2. Ce qui change pour votre commune.\n3. Que faire avant, pendant et après une crue.\n\n*Cette actualité est un exemple : le territoire est inventé.*",
      en: "The observatory presents the new map of flood zones.\n\n1. How the map is made.\n2. What changes for your municipality.\n3. What to do before, during and after a flood.\n\n*This item is an example: the territory is invented.*",
    },
  },
  lidar: {
    slug: "exemple-campagne-de-releves",
    title: { fr: "Exemple : une nouvelle campagne de relevés", en: "Example: a new survey campaign" },
    summary: {
      fr: "Les dalles du sud de l’archipel ont été mesurées à nouveau.",
      en: "The tiles in the south of the archipelago were measured again.",
    },
    text: {
      fr: "Les nuages de points et le modèle de terrain couvrent maintenant tout l’archipel. Choisissez une dalle sur la carte pour la télécharger.\n\n*Cette actualité est un exemple : le territoire est inventé.*",
      en: "Point clouds and terrain model now cover the whole archipelago. Choose a tile on the map to download it.\n\n*This item is an example: the territory is invented.*",
    },
  },
};

/** Writes the demo's news on portals without news, and its alerts on the portal about risks when that one keeps none. */
export async function seedAnnouncements(core: Core, managers: DemoManagers): Promise<void> {
  for (const { slug, community } of demoPortals) {
    const actor = managers[community];
    const portal = await core.database.withSystem((tx) =>
      tx.portal.findFirst({ where: { slug, communityId: actor.communityId }, select: { id: true } }),
    );
    const item = news[slug];
    if (!portal) continue;
    if (item) await writeNews(core, actor, portal.id, item);
    if (slug === "risques") await writeAlerts(core, actor, portal.id);
  }
}

async function writeNews(core: Core, actor: MemberActor, portalId: string, { slug, title, summary, text }: DemoNews): Promise<void> {
  const { communityId } = actor;
  if (await core.database.withSystem((tx) => tx.sitePage.count({ where: { portalId, kind: "news" } }))) return;
  const page = await createPage(core, actor, createSitePageInput.parse({ communityId, portalId, kind: "news", slug, title }));
  const blocks = [{ id: "newstext1", type: "text", v: 1, props: { text } }];
  const named = { communityId, pageId: page.id };
  const { revision } = await saveDraft(
    core,
    actor,
    saveDraftInput.parse({ ...named, basedOn: page.revision, description: summary, blocks }),
  );
  await publishPage(core, actor, publishPageInput.parse({ ...named, basedOn: revision }));
}

/** One information in force and one vigilance that is over: both are exercises, and say so on every page. */
async function writeAlerts(core: Core, actor: MemberActor, portalId: string): Promise<void> {
  const { communityId } = actor;
  if (await core.database.withSystem((tx) => tx.portalAlerts.count({ where: { portalId } }))) return;
  await keepAlerts(core, actor, { communityId, portalId, isKept: true });
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
  const publish = async (content: object, now = new Date()) => {
    const made = await createAlert(core, actor, createAlertInput.parse({ communityId, portalId, content: alertContent.parse(content) }));
    return publishAlert(
      core,
      actor,
      publishAlertInput.parse({ communityId, alertId: made.id, basedOn: made.revision, isSent: false }),
      now,
    );
  };
  const past = await publish(
    {
      level: "vigilance",
      title: { fr: "Exemple : crue de l’estuaire", en: "Example: flood in the estuary" },
      text: {
        fr: "Les quais bas ont été fermés pendant la marée haute. *Exemple : aucun fait réel.*",
        en: "The lower quays were closed at high tide. *Example: nothing of this is real.*",
      },
      isExercise: true,
    },
    daysAgo(12),
  );
  const closing = { communityId, alertId: past.id, isSent: false, note: "L’eau est redescendue." };
  await endAlert(core, actor, closing, daysAgo(11));
  await publish({
    level: "information",
    title: { fr: "Exemple : essai mensuel des sirènes", en: "Example: monthly test of the sirens" },
    text: {
      fr: "Les sirènes de l’archipel sonnent le premier mercredi du mois, à midi. Vous n’avez rien à faire. *Exemple : aucun fait réel.*",
      en: "The sirens of the archipelago sound on the first Wednesday of the month, at noon. There is nothing to do. *Example: nothing of this is real.*",
    },
    isExercise: true,
  });
}
