import type { LayerField } from "@archipel/contracts/layers.ts";
import {
  columnChanges,
  kindChange,
  type LayerRevision,
  type layerRevisions,
  type listRevisionsInput,
  updateWay,
} from "@archipel/contracts/updates.ts";
import { z } from "zod";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { offsetOf, pageFrom } from "../../../kernel/page.ts";
import { type RevisionRow, revisionRows } from "../queries.ts";

/** The origin of a revision, as publications, merges and updates store it. */
const storedSummary = z.object({
  contributionId: z.string().nullish(),
  updateId: z.string().nullish(),
  way: z.string().nullish(),
  fileName: z.string().nullish(),
  restores: z.int().nullish(),
  inserted: z.int().nullish(),
  updated: z.int().nullish(),
  deleted: z.int().nullish(),
  columns: columnChanges.nullish(),
  kind: kindChange.nullish(),
});

/** The revisions of a layer, newest first. */
export function listRevisions(
  core: Core,
  actor: MemberActor,
  input: z.infer<typeof listRevisionsInput>,
): Promise<z.infer<typeof layerRevisions>> {
  const offset = offsetOf(input.cursor);
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const { rows, total } = await revisionRows(sql, actor.communityId, input.layerId, { limit: input.limit, offset });
    return pageFrom(rows.map(revisionOf), total, offset);
  });
}

function revisionOf({ revision, createdAt, authorName, summary }: RevisionRow): LayerRevision {
  const content = storedSummary.safeParse(summary).data ?? {};
  const kind = content.contributionId ? "contribution" : content.way === "restore" ? "restored" : content.updateId ? "update" : "published";
  const { inserted, updated, deleted } = content;
  return {
    revision,
    createdAt,
    authorName,
    kind,
    way: updateWay.safeParse(content.way).data ?? null,
    fileName: content.fileName || null,
    restores: content.restores ?? null,
    contributionId: content.contributionId ?? null,
    shapes: content.kind ?? null,
    columns: { added: namesOf(content.columns?.added), removed: namesOf(content.columns?.removed) },
    counts: kind === "published" ? null : { inserted: inserted ?? 0, updated: updated ?? 0, deleted: deleted ?? 0 },
  };
}

const namesOf = (fields: readonly LayerField[] = []) => fields.map(({ label, name }) => label ?? name);
