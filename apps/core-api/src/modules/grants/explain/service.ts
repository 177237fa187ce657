import { type ClosedDataset, type Explanation, grantFlaw, type OpenedDataset } from "@archipel/contracts/grants.ts";
import { layerField } from "@archipel/contracts/layers.ts";
import { requestStatus } from "@archipel/contracts/requests.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { z } from "zod";
import { type Actor, type Person, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { fieldsThrough } from "../../../layer-store/lens/lens.ts";
import { inLens, lensScopeOf, mayHaveGrants, ownLens } from "../../access/lens/service/through-lens.ts";
import { judgedGrants, latestRequest, listedUnder, openedDatasets, openedFiles, openedLayers, ownerOf, readsWhole } from "./queries.ts";

const fieldsSchema = z.array(layerField);

const NOTHING_OPEN = { grants: [], layers: [], files: 0, request: undefined };

/**
 * What the caller may read of a dataset, and why not more. A caller who has no grant on it, and never had one, does not learn that it exists.
 *
 * @throws DomainError when the caller may not know of the dataset
 */
export async function explainAccess(core: Core, actor: Actor, datasetId: string): Promise<Explanation> {
  const found = await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, async (sql) => {
    if (await readsWhole(sql, datasetId)) return { isWhole: true, ...NOTHING_OPEN };
    if (!mayHaveGrants(actor)) return { isWhole: false, ...NOTHING_OPEN };
    // The key of a community acts for it: what its maker asked for is the maker's own.
    const request = actor.key || actor.userId === null ? undefined : await latestRequest(sql, datasetId, actor.userId);
    return inLens(sql, actor, async () => {
      const grants = await judgedGrants(sql, datasetId);
      return { isWhole: false, grants, layers: await layersThrough(sql, datasetId), files: await openedFiles(sql, datasetId), request };
    });
  });
  if (!found.isWhole && found.grants.length === 0) throw new DomainError("not-found", "dataset-not-found");
  const owner = await core.database.sqlAs({ role: "system" }, (sql) => ownerOf(sql, datasetId));
  return {
    access: found.isWhole ? "whole" : found.layers.length > 0 ? "part" : "none",
    layers: found.layers,
    closedLayers: found.isWhole ? 0 : Math.max(0, (owner?.vectorLayers ?? 0) - found.layers.length),
    closedFiles: found.isWhole ? 0 : Math.max(0, (owner?.files ?? 0) - found.files),
    failing: found.grants.flatMap(({ flaw, layerTitle, areaName, since }) =>
      flaw === null ? [] : [{ flaw: grantFlaw.parse(flaw), layerTitle, areaName, at: since }],
    ),
    ownerName: owner?.ownerName ?? "",
    request: found.request ? { ...found.request, status: requestStatus.parse(found.request.status) } : null,
  };
}

/**
 * The page of a dataset on a portal, for a person whose grants show nothing of it now.
 *
 * @throws DomainError for everyone who never had a grant on it, and for an address without a dataset
 */
export async function explainPage(core: Core, actor: Person, page: { portalId: string; slug: string }): Promise<ClosedDataset> {
  const listed = await core.database.sqlAs({ role: "system" }, (sql) => listedUnder(sql, page.portalId, page.slug));
  if (!listed) throw new DomainError("not-found", "dataset-not-found");
  return { datasetId: listed.id, title: listed.title, explanation: await explainAccess(core, actor, listed.id) };
}

async function layersThrough(sql: SqlSession, datasetId: string): Promise<Explanation["layers"]> {
  const layers: Explanation["layers"] = [];
  for (const { id, title, fields: stored } of await openedLayers(sql, datasetId)) {
    const lens = await ownLens(sql, id);
    if (!lens) continue;
    const fields = fieldsSchema.parse(stored).filter(({ isHidden }) => !isHidden);
    const shown = fieldsThrough(fields, lens);
    layers.push({
      ...{ id, title, columns: shown.map(({ label, name }) => label ?? name), withheld: fields.length - shown.length },
      ...{ areas: lens.isEverywhere ? [] : lens.areaNames, until: lens.until },
    });
  }
  return layers;
}

/** The datasets that grants open to the caller, for a list of them on a portal. */
export async function listOpened(core: Core, actor: Person, portalId: string): Promise<OpenedDataset[]> {
  const rows = await core.database.sqlAs(lensScopeOf(actor), (sql) => openedDatasets(sql, portalId));
  return rows.map((row) => ({ ...row, ownerName: row.ownerName ?? "" }));
}
