import type { AccessExplanation, AccessRefusal } from "@archipel/contracts/grants.ts";
import { id } from "@archipel/contracts/ids.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import { type Actor, scopeOf } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { whereToAsk } from "../../../access/ask/service.ts";
import { inLens, mayHaveGrants, ownLens } from "../../../access/lens/service/through-lens.ts";
import { editGrants, judgedGrants, knownDatasetOf, type Named, wholeDatasetOf } from "../queries.ts";
import { explainAccess } from "../service.ts";
import { missingIn, missingOf, type Refused } from "./policy.ts";

/** Codes of refusals that a grant could have prevented. */
const refusals: Readonly<Record<string, Refused>> = {
  "layer-not-found": "record",
  "dataset-not-found": "record",
  "cloud-layer-not-found": "record",
  "attachment-not-found": "record",
  "feature-not-found": "feature",
  "column-not-found": "column",
  "parameter-unknown": "column",
  "edit-grant-over": "edit",
  "edit-column-not-granted": "editedColumn",
  "edit-shape-not-granted": "editedColumn",
  "edit-not-here": "editedPlace",
  "edit-crosses-border": "editedPlace",
  "edit-outside-area": "editedPlace",
};

/**
 * Why a caller was refused a layer or dataset on which they have or had a grant, and where to ask. Null for everyone else: they learn no
 * more than that it was not found.
 */
export async function whyRefused(
  core: Core,
  actor: Actor,
  { named, code, locale }: { named: Named; code: string; locale: Locale },
): Promise<AccessRefusal | null> {
  const refused = Object.hasOwn(refusals, code) ? refusals[code] : undefined;
  const layerId = "layerId" in named ? named.layerId : null;
  if (!refused || !mayHaveGrants(actor) || !id.safeParse(Object.values(named)[0]).success) return null;
  const known = await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, async (sql) => {
    const whole = await wholeDatasetOf(sql, named);
    if (whole !== undefined && !refused.startsWith("edit")) return null;
    const areas = layerId === null ? [] : (await editGrants(sql, layerId)).flatMap(({ areaName }) => areaName || []);
    if (whole !== undefined) return { datasetId: whole, grants: [], lens: null, areas };
    return inLens(sql, actor, async () => {
      const datasetId = await knownDatasetOf(sql, named);
      if (datasetId === undefined) return null;
      const grants = await judgedGrants(sql, datasetId);
      return { datasetId, grants, lens: layerId === null ? null : await ownLens(sql, layerId), areas };
    });
  });
  const missing = known ? missingOf(known.grants, { layerId, refused, lens: known.lens, areas: [...new Set(known.areas)] }) : [];
  return known && missing.length > 0 ? { missing, ask: await whereToAsk(core, known.datasetId, locale) } : null;
}

/**
 * What the caller reads of a dataset or a layer, the conditions that close the rest, and where to ask for it.
 *
 * @throws DomainError when the caller may not know of it
 */
export async function explainNamed(core: Core, actor: Actor, named: Named, locale: Locale): Promise<AccessExplanation> {
  const datasetId = await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, async (sql) => {
    const whole = await wholeDatasetOf(sql, named);
    if (whole === undefined && !mayHaveGrants(actor)) return undefined;
    if (whole !== undefined || "datasetId" in named) return whole ?? ("datasetId" in named ? named.datasetId : undefined);
    return inLens(sql, actor, () => knownDatasetOf(sql, named));
  });
  const layerId = "layerId" in named ? named.layerId : null;
  if (datasetId === undefined) throw new DomainError("not-found", layerId === null ? "dataset-not-found" : "layer-not-found");
  const explanation = await explainAccess(core, actor, datasetId);
  const layers = explanation.layers.filter((layer) => layerId === null || layer.id === layerId);
  return {
    dataset: datasetId,
    access: explanation.access === "part" && layers.length === 0 ? "none" : explanation.access,
    layers,
    hasClosedLayers: explanation.hasClosedLayers,
    missing: missingIn(explanation, layerId),
    ask: await whereToAsk(core, datasetId, locale),
  };
}
