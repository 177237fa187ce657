import { askedPermission, type ClosedDataset, type Explanation, grantFlaw, type OpenedDataset } from "@archipel/contracts/grants.ts";
import { type LayerField, layerField } from "@archipel/contracts/layers.ts";
import { requestStatus } from "@archipel/contracts/requests.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { z } from "zod";
import { type Actor, type Person, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { fieldsThrough } from "../../../layer-store/lens/lens.ts";
import { inLens, lensScopeOf, mayHaveGrants, ownLens } from "../../access/lens/service/through-lens.ts";
import {
  editGrants,
  judgedGrants,
  latestRequest,
  listedUnder,
  openedDatasets,
  openedFiles,
  openedLayers,
  ownerOf,
  readableLayers,
  readsWhole,
} from "./queries.ts";

/** The key of a community acts for it: what its maker asked for is the maker's own. */
const isAsker = (actor: Actor): actor is Person => !actor.key && actor.userId !== null;

const fieldsSchema = z.array(layerField);

const NOTHING_OPEN = { grants: [], layers: [], files: 0, request: undefined };

/**
 * What the caller may read of a dataset, and why not more. A caller who has no grant on it, and never had one, does not learn that it exists.
 *
 * @throws DomainError when the caller may not know of the dataset
 */
export async function explainAccess(core: Core, actor: Actor, datasetId: string): Promise<Explanation> {
  const found = await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, async (sql) => {
    if (await readsWhole(sql, datasetId)) {
      const request = isAsker(actor) ? await latestRequest(sql, datasetId, actor.userId) : undefined;
      return { isWhole: true, ...NOTHING_OPEN, layers: mayHaveGrants(actor) ? await layersToEdit(sql, datasetId) : [], request };
    }
    if (!mayHaveGrants(actor)) return { isWhole: false, ...NOTHING_OPEN };
    const request = isAsker(actor) ? await latestRequest(sql, datasetId, actor.userId) : undefined;
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
    hasClosedLayers: !found.isWhole && (owner?.vectorLayers ?? 0) > found.layers.length,
    hasClosedFiles: !found.isWhole && (owner?.files ?? 0) > found.files,
    failing: found.grants.flatMap(({ flaw, layerTitle, areaName, since }) =>
      flaw === null ? [] : [{ flaw: grantFlaw.parse(flaw), layerTitle, areaName, at: since }],
    ),
    ownerName: owner?.ownerName ?? "",
    request: found.request
      ? { ...found.request, permission: askedPermission.parse(found.request.permission), status: requestStatus.parse(found.request.status) }
      : null,
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
      ...{ areas: lens.isEverywhere ? [] : lens.areaNames, until: lens.until, edits: await editsOf(sql, id, fields) },
    });
  }
  return layers;
}

/** The layers of a dataset that the caller reads whole and that grants let be edited. */
async function layersToEdit(sql: SqlSession, datasetId: string): Promise<Explanation["layers"]> {
  const layers: Explanation["layers"] = [];
  for (const { id, title, fields: stored } of await readableLayers(sql, datasetId)) {
    const fields = fieldsSchema.parse(stored).filter(({ isHidden }) => !isHidden);
    const edits = await editsOf(sql, id, fields);
    const columns = fields.map(({ label, name }) => label ?? name);
    if (edits) layers.push({ id, title, columns, withheld: 0, areas: [], until: null, edits });
  }
  return layers;
}

/** What the caller's grants let be changed of a layer; null: nothing. */
async function editsOf(sql: SqlSession, layerId: string, fields: readonly LayerField[]): Promise<Explanation["layers"][number]["edits"]> {
  const grants = await editGrants(sql, layerId);
  if (grants.length === 0) return null;
  const given = fields.filter(({ column }) => grants.some(({ columns }) => columns === null || columns.includes(column)));
  return {
    columns: given.map(({ label, name }) => label ?? name),
    givesShapes: grants.some(({ columns }) => columns === null),
    areas: grants.some(({ hasArea }) => !hasArea) ? [] : [...new Set(grants.flatMap(({ areaName }) => areaName || []))],
    isDirect: grants.some(({ permission }) => permission === "edit"),
  };
}

/** The datasets that grants open to the caller, for a list of them on a portal. */
export async function listOpened(core: Core, actor: Person, portalId: string): Promise<OpenedDataset[]> {
  const rows = await core.database.sqlAs(lensScopeOf(actor), (sql) => openedDatasets(sql, portalId));
  return rows.map((row) => ({ ...row, ownerName: row.ownerName ?? "" }));
}
