import { type BinKind, MOST_USE_NAMES, type Use, useKind } from "@archipel/contracts/bin.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { columnsOf, labelColumns } from "@archipel/map-style/style-columns.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import { memberScope } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { styleColumns } from "../../../layer-store/describe/drawn-columns.ts";
import { styleOf } from "../../../layer-store/describe/style.ts";
import type { EditedLayer } from "../../../layer-store/revisions/edited-layer.ts";
import { readingsOf } from "../../answers/service/readings.ts";
import { searchedAs, settingsOf } from "../../search/policy/declared.ts";
import {
  dataOfDataset,
  followersOf,
  type UsedData,
  type UseRow,
  usesOfColumns,
  usesOfData,
  usesOfGroup,
  usesOfModel,
  usesOfPage,
} from "./queries.ts";

/** Groups uses by their kind, in the order of the kinds. */
export function grouped(rows: readonly UseRow[]): Use[] {
  return useKind.options.flatMap((kind) => {
    const mine = rows.filter((row) => row.kind === kind);
    const names = [...new Set(mine.flatMap(({ name }) => (name === "" ? [] : [name])))];
    return mine.length === 0 ? [] : [{ kind, count: mine.length, names: names.slice(0, MOST_USE_NAMES) }];
  });
}

/** What uses something, as far as the caller may see it. Followers are only counted. */
export async function usesOf(core: Core, actor: MemberActor, { kind, id }: { kind: BinKind; id: string }): Promise<Use[]> {
  const { communityId } = actor;
  if (kind !== "dataset") return grouped(await core.database.sqlAs(memberScope(actor), (sql) => OTHERS[kind](sql, communityId, id)));
  const rows = await core.database.sqlAs(memberScope(actor), async (sql) => {
    const data = await dataOfDataset(sql, communityId, id);
    if (!data) throw new DomainError("not-found", "dataset-not-found");
    return rowsOf(core, sql, data);
  });
  return grouped([...rows, ...(await followerRows(core, id))]);
}

const OTHERS = { page: usesOfPage, group: usesOfGroup, model: usesOfModel };

/** What uses one layer of a dataset, as far as the caller of the session may see it. */
export async function usesOfLayer(core: Core, sql: SqlSession, { spec, datasetId }: EditedLayer): Promise<UseRow[]> {
  return rowsOf(core, sql, { datasetId, layerIds: [spec.layerId], isLayer: true });
}

async function followerRows(core: Core, datasetId: string): Promise<UseRow[]> {
  const count = await core.database.sqlAs({ role: "system" }, (sql) => followersOf(sql, datasetId));
  return Array.from({ length: count }, () => ({ kind: "follow", name: "" }));
}

async function rowsOf(core: Core, sql: SqlSession, data: UsedData): Promise<UseRow[]> {
  const rows = await usesOfData(sql, data);
  const portals = new Set<string>();
  for (const layerId of data.layerIds) for (const { portal } of await readingsOf(core, sql, layerId)) portals.add(portal);
  return [...rows, ...[...portals].map((name): UseRow => ({ kind: "answer", name }))];
}

/** By column of a layer, what reads it: its style and labels, its search, answers, grants, saved maps and the keys of its updates. */
export async function usesByColumn(core: Core, sql: SqlSession, layer: EditedLayer): Promise<Map<string, UseRow[]>> {
  const { spec, geometryType, name, gazetteer } = layer;
  const style = styleOf(layer.style);
  const { colour } = styleColumns({ geometryType, fields: spec.fields, style });
  const labels = style.kind === "auto" ? [] : labelColumns(style.label);
  const drawn = [...new Set([...(colour === null ? [] : [colour]), ...columnsOf(style).filter((column) => !labels.includes(column))])];
  const searched = searchedAs({ name, fields: spec.fields, gazetteer });
  const uses = new Map<string, UseRow[]>();
  const add = (columns: Iterable<string | null>, row: UseRow) => {
    for (const column of columns) if (column !== null) uses.set(column, [...(uses.get(column) ?? []), row]);
  };
  add(drawn, { kind: "style", name: "" });
  add(labels, { kind: "label", name: "" });
  if (searched) {
    const { kind: _kind, label, detail, ...single } = settingsOf(searched);
    add(new Set([...label, ...detail, ...Object.values(single)]), { kind: "search", name: "" });
  }
  for (const { portal, columns } of await readingsOf(core, sql, spec.layerId)) add(columns, { kind: "answer", name: portal });
  for (const { columns, ...row } of await usesOfColumns(sql, spec.layerId)) add(columns, row);
  return uses;
}
