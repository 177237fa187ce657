import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { lensScopeOf, mayHaveGrants } from "../../access/lens/service/through-lens.ts";
import { getFeature } from "../../features/service.ts";
import { featuresInPart, reportedFeatures } from "../queries/in-part.ts";
import { type LayerName, layerNames } from "../queries/layer-names.ts";

// A report names a feature. Who reads its layer through grants learns of that only where they see the feature. What the report calls it is not shown: the
// reporter may have seen a name that this reader does not.

interface About {
  layerId: string | null;
  fid: number | string | null;
}

const keyOf = ({ layerId, fid }: About) => `${layerId} ${fid}`;

/** The names of the layers of reports, for those whose feature the caller's grants show. */
export async function namesInPart(
  core: Core,
  actor: Actor,
  reports: readonly About[],
  locale: string | undefined,
): Promise<(report: About) => LayerName | undefined> {
  const about = reports.flatMap(({ layerId, fid }) => (layerId !== null && fid !== null ? [{ layerId, fid: Number(fid) }] : []));
  if (about.length === 0 || !mayHaveGrants(actor)) return () => undefined;
  return core.database.sqlAs(lensScopeOf(actor), async (sql) => {
    const names = await layerNames(
      sql,
      about.map(({ layerId }) => layerId),
      locale,
    );
    const seen = new Set(
      (
        await featuresInPart(
          sql,
          about.filter(({ layerId }) => names.has(layerId)),
        )
      ).map(keyOf),
    );
    return (report) => (seen.has(keyOf({ ...report, fid: Number(report.fid) })) ? names.get(report.layerId ?? "") : undefined);
  });
}

/** The features of a dataset that reports of a portal are about and that the caller's grants show. */
export async function reportedInPart(
  core: Core,
  actor: Actor,
  { portalId, datasetId }: { portalId: string; datasetId: string },
): Promise<{ layerId: string; fid: number }[]> {
  if (!mayHaveGrants(actor)) return [];
  const about = await core.database.sqlAs({ role: "system" }, (sql) => reportedFeatures(sql, portalId, datasetId));
  return about.length === 0 ? [] : core.database.sqlAs(lensScopeOf(actor), (sql) => featuresInPart(sql, about));
}

/** What the caller sees a feature called; undefined when they do not see it. */
export async function labelSeen(core: Core, actor: Actor, feature: { layerId: string; fid: number }): Promise<string | null | undefined> {
  try {
    return (await getFeature(core, actor, feature)).label;
  } catch (error) {
    if (error instanceof DomainError && error.kind === "not-found") return undefined;
    throw error;
  }
}

/** @throws DomainError when the caller reads the layer through grants only: what they do not see of it could be overwritten */
export async function assertReadsWhole(core: Core, actor: Actor, layerId: string): Promise<void> {
  const names = await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) => layerNames(sql, [layerId]));
  if (!names.has(layerId)) throw new DomainError("forbidden", "report-edit-in-part", {}, "proposedEdit");
}
