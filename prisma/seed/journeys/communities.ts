import { datasetRecord } from "@archipel/contracts/datasets.ts";
import { provenCommunityId } from "@archipel/contracts/ids.ts";
import { roles } from "@archipel/contracts/members.ts";
import type { MemberActor } from "@archipel/core-api/kernel/actor.ts";
import type { Core } from "@archipel/core-api/kernel/core.ts";
import { createPortal } from "@archipel/core-api/modules/portals/service.ts";
import { saveTheme } from "@archipel/core-api/modules/reports/service/themes.ts";
import type { DemoAccount } from "../demo/accounts.ts";
import { publishDataset, type StyledLayer } from "../demo/publish-dataset.ts";
import { demoThemes } from "../demo/report-stories.ts";
import { floods, OLD_TOWN, places, prescriptions, zones } from "./layers.ts";

/** What a journey's community has published: a local plan, flood zones, or nothing. */
const contents = {
  plan: {
    title: "Plan local d’urbanisme : zonage et prescriptions",
    topic: "planning",
    layers: [prescriptions, places, zones],
  },
  floods: { title: "Zones inondables : cours d’eau", topic: "hazards", layers: [floods, places] },
  empty: null,
} as const;
export type Content = keyof typeof contents;

/** A community used by a single journey, as `e2e/pages/journey.ts` reads it. */
interface JourneyCommunity {
  readonly content: Content;
  readonly id: string;
  readonly slug: string;
  readonly portal: { readonly id: string; readonly slug: string; readonly name: string };
  /** Null when nothing is published. */
  readonly datasetId: string | null;
  /** Ids of the layers, by name. */
  readonly layers: Readonly<Record<string, string>>;
}

/** Creates a community with a portal, in which the demo's people have their roles. */
export async function seedCommunity(
  core: Core,
  accounts: readonly DemoAccount[],
  content: Content,
  index: number,
): Promise<JourneyCommunity> {
  const slug = `${content}-${index}`;
  const actor = await createCommunity(core, accounts, slug);
  const { communityId } = actor;
  const wanted = contents[content];
  const datasetId = wanted ? await publish(core, actor, wanted) : null;
  const name = `Portail de ${slug}`;
  const portal = await createPortal(core, actor, {
    communityId,
    slug,
    name,
    tagline: { fr: "Le plan, parcelle par parcelle", en: "The plan, plot by plot" },
    baseTheme: "urbanisme",
    theme: {},
    locales: ["fr", "en"],
    view: { ...OLD_TOWN, zoom: 13 },
    content: { legalName: name, contactEmail: "contact@journeys.example" },
    showPoweredBy: true,
    reporting: "everyone",
    reportReview: "before",
    isOnline: true,
    embedding: { by: "everyone", origins: [] },
    datasets: datasetId ? [{ datasetId, isVisible: true }] : [],
  });
  await addReportTheme(core, actor, portal.id);
  const layers = await core.database.withTenant(actor, (tx) =>
    tx.layer.findMany({ where: { communityId }, select: { id: true, name: true } }),
  );
  return {
    content,
    id: communityId,
    slug,
    portal: { id: portal.id, slug, name },
    datasetId,
    layers: Object.fromEntries(layers.map((layer) => [layer.name, layer.id])),
  };
}

async function createCommunity({ database }: Core, accounts: readonly DemoAccount[], slug: string): Promise<MemberActor> {
  const manager = accounts.find(({ role }) => role === "manager");
  if (!manager) throw new Error("accounts.json names no manager");
  const memberships = accounts.flatMap(({ id, role }) => {
    const known = roles.find((name) => name === role);
    return known ? [{ userId: id, role: known }] : [];
  });
  const id = await database.withSystem(async (tx) => {
    const community = await tx.community.create({ data: { slug, name: `Commune ${slug}`, description: "Commune fictive d’un parcours." } });
    await tx.membership.createMany({ data: memberships.map((membership) => ({ ...membership, communityId: community.id })) });
    return community.id;
  });
  return { userId: manager.id, isOperator: false, isSuspended: false, communityId: provenCommunityId(id), role: "manager" };
}

function publish(core: Core, actor: MemberActor, { title, topic, layers }: NonNullable<(typeof contents)[Content]>): Promise<string> {
  const record = datasetRecord.parse({
    title,
    abstract: "Données fictives : des carrés, pour les parcours.",
    topic,
    keywords: ["parcours"],
    updateFrequency: "irregular",
    isShared: false,
    licence: "etalab-2.0",
    visibility: "public",
    lineage: "Données fictives.",
    isSynthetic: true,
    contactName: "Service des parcours",
    contactEmail: "contact@journeys.example",
  });
  return publishDataset(
    core,
    actor,
    record,
    layers.map((layer): StyledLayer => [layer, null]),
  );
}

/** The first theme of the demo: a mandatory text and a list. */
async function addReportTheme(core: Core, actor: MemberActor, portalId: string): Promise<void> {
  const [theme] = demoThemes;
  if (!theme) throw new Error("the demo has no theme of reports");
  const { community: _, portal: __, values: ___, stories: ____, ...form } = theme;
  await saveTheme(core, actor, { ...form, communityId: actor.communityId, portalIds: [portalId], moderatorIds: [], isActive: true });
}
