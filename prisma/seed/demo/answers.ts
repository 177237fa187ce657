import { type AnswerPack, type LayerAnswers, layerAnswers } from "@archipel/contracts/answers.ts";
import type { MemberActor } from "@archipel/core-api/kernel/actor.ts";
import type { Core } from "@archipel/core-api/kernel/core.ts";
import { choosePacks, declareLayer } from "@archipel/core-api/modules/answers/service/settings.ts";
import { slugOf } from "@archipel/core-api/modules/datasets/policy.ts";
import { PROCEDURE } from "../territory/layers/hazards.ts";
import { planDocuments } from "../territory/layers/planning.ts";
import { COMMUNES } from "../territory/names.ts";
import type { DemoManagers } from "./communities.ts";
import { demoDatasets } from "./datasets.ts";
import { demoPortals } from "./portals.ts";

/** What each portal is for. What its other layers say, such as the prevention plan in "Urbanisme", is answered too. */
const packs: Record<string, AnswerPack[]> = { urbanisme: ["fr-plu", "fr-sup"], risques: ["fr-ppr", "fr-risks"] };

/** The invented data are complete in the territory's communes, and know nothing of others that real samples may add. */
const territory = { kind: "communes" as const, codes: COMMUNES.map(({ code }) => code) };

const declared = (facts: Partial<LayerAnswers>): LayerAnswers =>
  layerAnswers.parse({
    standard: null,
    tags: [],
    coverage: territory,
    accuracyM: null,
    scaleDenominator: null,
    captured: null,
    staleAfterDays: null,
    documents: [],
    ...facts,
  });

const plans = planDocuments().map(({ id, commune, approvedOn }) => ({
  id,
  title: `PLU de ${commune.name}`,
  state: "03",
  approved: approvedOn,
  authority: { name: townHall(commune.name), web: `https://example.org/mairies/${commune.code}` },
}));

/** As it reads inside a sentence: la mairie des Essarvelles, d’Ormelune. */
function townHall(name: string): string {
  if (name.startsWith("Les ")) return `la mairie des ${name.slice(4)}`;
  if (name.startsWith("Le ")) return `la mairie du ${name.slice(3)}`;
  return /^[AEIOU]/.test(name) ? `la mairie d’${name}` : `la mairie de ${name}`;
}
const plan = (table: string) =>
  declared({ standard: { model: "cnig-plu-2017", table }, scaleDenominator: 5_000, captured: "2023-06-01", documents: plans });

const prevention = {
  id: PROCEDURE,
  title: "Plan de prévention des risques naturels des Brélandes",
  state: "APPROUVE",
  approved: "2024-03-18",
  authority: { name: "la DDTM des Brélandes", web: "https://example.org/ddtm" },
};
/** One act for all churches. */
const act = {
  id: null,
  title: "Arrêté de protection des églises des Brélandes",
  state: "Création",
  approved: "1984-03-16",
  authority: { name: "l’architecte des Bâtiments de France", web: "https://example.org/udap" },
};
const regulated = (table: string) =>
  declared({ standard: { model: "cnig-ppr-1.0", table }, scaleDenominator: 10_000, captured: "2023-01-15", documents: [prevention] });
const depths = declared({ standard: { model: "covadis-di-2018", table: "ISO_HT_S" }, accuracyM: 10, captured: "2022-11-02" });

/** What the layers of the territory are to reports, by name. The others are maps, and answer nothing. */
const layers: Record<string, LayerAnswers> = {
  zone_urba: plan("ZONE_URBA"),
  prescription_surf: plan("PRESCRIPTION_SURF"),
  prescription_lin: plan("PRESCRIPTION_LIN"),
  prescription_pct: plan("PRESCRIPTION_PCT"),
  info_surf: plan("INFO_SURF"),
  servitude_ac1: declared({
    standard: { model: "cnig-sup-2016", table: "AC1_ASSIETTE_SUP_S" },
    accuracyM: 5,
    captured: "2023-06-01",
    documents: [act],
  }),
  parcelle: declared({ tags: ["parcels"], captured: "2026-01-01" }),
  commune: declared({ tags: ["communes", "seismic", "radon"], captured: "2026-01-01" }),
  ppr_zone_reglementaire: regulated("zonereglementaireurba_s"),
  // Landslides are one of the plan's dangers: where none is drawn, the others are not known.
  alea_mouvement_terrain: { ...regulated("zonealeareference"), coverage: { kind: "undeclared" } },
  alea_inondation: depths,
  alea_submersion: depths,
  alea_argiles: declared({ tags: ["clay-2026"], scaleDenominator: 50_000, captured: "2026-01-01" }),
  installation_classee: declared({ tags: ["industrial-site"], captured: "2026-09-01" }),
};

/** Declares the demo's layers for reports, and chooses what its portals answer with. What is declared already is left unchanged. */
export async function seedAnswers(core: Core, managers: DemoManagers): Promise<void> {
  for (const { community, record, layers: names } of demoDatasets) {
    const actor = managers[community];
    for (const name of Object.keys(names)) await declareOnce(core, actor, slugOf(record.title), name);
  }
  for (const { slug, community } of demoPortals) await chooseOnce(core, managers[community], slug);
}

async function declareOnce(core: Core, actor: MemberActor, slug: string, name: string): Promise<void> {
  const wanted = layers[name];
  if (!wanted) return;
  const { communityId } = actor;
  const layer = await core.database.withSystem((tx) =>
    tx.layer.findFirst({ where: { name, dataset: { communityId, slug }, answers: null }, select: { id: true } }),
  );
  if (layer) await declareLayer(core, actor, { communityId, layerId: layer.id, declared: wanted });
}

async function chooseOnce(core: Core, actor: MemberActor, slug: string): Promise<void> {
  const wanted = packs[slug];
  const { communityId } = actor;
  const portal = await core.database.withSystem((tx) =>
    tx.portal.findFirst({ where: { slug, communityId, answers: null }, select: { id: true } }),
  );
  if (wanted && portal) await choosePacks(core, actor, { communityId, portalId: portal.id, packs: wanted });
}
