import { type Check, checkFindingsInput, startCheckInput } from "@archipel/contracts/checks.ts";
import { withDelivery } from "@archipel/validation/delivery/open.ts";
import type { Finding } from "@archipel/validation/finding.ts";
import type { Model } from "@archipel/validation/model/model.ts";
import { modelOf, runCheck } from "@archipel/validation/testing/run-check.ts";
import type { MemberActor } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { listFindings } from "../modules/deliveries/checks/service/read.ts";
import { startCheck } from "../modules/deliveries/checks/service/start.ts";
import { saveModel } from "../modules/models/service.ts";

/** A model of wells, as a community would write it. */
export const wells: Model = modelOf(
  {
    PUITS: {
      fields: [
        { name: "ID", type: "string", required: true, unique: true, identifies: true, maxLength: 8 },
        { name: "ETAT", type: "string", required: true, values: ["sec", "en eau"] },
        { name: "PROFONDEUR", type: "double", minimum: 0 },
      ],
      geometry: { type: "geometry", required: true, noOverlap: [{}] },
    },
  },
  { id: "puits-1.0", title: { fr: "Puits", en: "Wells" } },
);

const ring = (x: number, y: number, side: number) => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
  [x, y],
];

/**
 * A file of wells, one feature a line. Every seventh has no state, every eleventh a wrong one; the third is drawn across itself, the fifth
 * lies over the fourth, the last two share an identifier.
 */
export function wellsFile(count: number): string {
  return Array.from({ length: count }, (_, index) => {
    const [x, y] = [2 + (index % 100) / 1000, 48 + Math.floor(index / 100) / 1000];
    const crossed = [ring(x, y, 0.0005).toSpliced(2, 2, [x, y + 0.0005], [x + 0.0005, y + 0.0005])];
    const coordinates = index === 2 ? crossed : index === 4 ? [ring(x - 0.0008, y, 0.0005)] : [ring(x, y, 0.0005)];
    const state = index % 7 === 0 ? null : index % 11 === 0 ? "plein" : "sec";
    const properties = { ID: `P${index === count - 1 ? index - 1 : index}`, ETAT: state, PROFONDEUR: index };
    return JSON.stringify({ type: "Feature", geometry: { type: "Polygon", coordinates }, properties });
  }).join("\n");
}

/** The engine's own findings for a file, without a server. */
export async function expectedOf(path: string, fileName: string, model: Model) {
  return withDelivery(path, { name: fileName }, (delivery) => runCheck(delivery, model, { listed: 10_000 }));
}

export function start(core: Core, actor: MemberActor, uploadId: string, model: string, options = {}): Promise<Check> {
  return startCheck(core, actor, startCheckInput.parse({ communityId: actor.communityId, uploadId, model, options }));
}

export function keep(core: Core, actor: MemberActor, definition: object, baseVersion: number | null = null) {
  const { communityId } = actor;
  return saveModel(core, actor, { communityId, definition: JSON.parse(JSON.stringify(definition)), baseVersion });
}

/** All findings that match a filter, page by page. */
export async function allFindings(core: Core, actor: MemberActor, checkId: string, filter: object = {}, limit = 100) {
  const found: Awaited<ReturnType<typeof listFindings>>["items"] = [];
  let total = 0;
  for (let cursor: string | null = null; ; ) {
    const page = await listFindings(
      core,
      actor,
      checkFindingsInput.parse({ communityId: actor.communityId, checkId, ...filter, cursor, limit }),
    );
    found.push(...page.items);
    total = page.total;
    cursor = page.nextCursor;
    if (cursor === null) return { found, total };
  }
}

/** The comparable part of two sets of findings. */
export function essence({
  code,
  level,
  fileModel,
  table,
  field,
  file,
  row,
  featureId,
  params,
  repair,
}: Omit<Finding, "model" | "bbox" | "place" | "code" | "repair"> & { code: string; repair: string | null }) {
  return { code, level, fileModel, table, field, file, row, featureId, params, repair };
}
