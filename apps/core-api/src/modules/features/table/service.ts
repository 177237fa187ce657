import type { featureRows, featureRowsInput, rowOfFeature, rowOfFeatureInput } from "@archipel/contracts/features.ts";
import { bboxToMercator } from "@archipel/geo/mercator.ts";
import type { z } from "zod";
import type { Actor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { withShownVersions } from "../../access/lens/service/seen.ts";
import { itemOf } from "../service.ts";
import { type NamedSource, readThrough } from "../source/named-source.ts";
import { countTableRows, rowOfFeature as rowOf, type TableView, tableRows } from "./queries.ts";

/** A page of a layer's attribute table, from any offset. `total` is at most `MAX_TABLE_ROWS` + 1. */
export async function listRows(core: Core, actor: Actor, input: z.infer<typeof featureRowsInput>): Promise<z.infer<typeof featureRows>> {
  const { items, total, source } = await readThrough(core, actor, input.layerId, async (sql, source) => {
    const view = viewOf(source, input);
    const rows = await tableRows(sql, source, view, input);
    const isAll = input.offset === 0 && rows.length < input.limit;
    const total = isAll ? rows.length : await countTableRows(sql, source, view);
    return { items: rows.map((row) => ({ ...itemOf(row, source), version: row.version })), total, source };
  });
  return { items: await withShownVersions(core, actor, source, items), total };
}

/** The row of the table that shows a feature. */
export function findRow(core: Core, actor: Actor, input: z.infer<typeof rowOfFeatureInput>): Promise<z.infer<typeof rowOfFeature>> {
  return readThrough(core, actor, input.layerId, async (sql, source) => {
    return { offset: await rowOf(sql, source, viewOf(source, input), input.fid) };
  });
}

/** @throws DomainError when the caller may not see the column to sort by */
function viewOf(source: NamedSource, { bbox, q, sort }: Omit<z.infer<typeof rowOfFeatureInput>, "layerId" | "fid">): TableView {
  const field = sort && source.fields.find(({ column }) => column === sort.column);
  if (sort && !field) throw new DomainError("invalid", "column-not-found", { column: sort.column }, "sort");
  return {
    box3857: bbox ? bboxToMercator(bbox) : null,
    q: q?.trim() ?? "",
    sort: sort && field ? { field, isDescending: sort.isDescending } : null,
  };
}
