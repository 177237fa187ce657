import { fieldsRead } from "@archipel/answers/packs/fields-read.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Core } from "../../../kernel/core.ts";
import { fieldNamed, fieldsSchema } from "../policy/candidate.ts";
import { portalRow } from "../queries/candidates.ts";
import { answeringPortals, declaredLayer } from "../queries/reading-portals.ts";
import { packsOf } from "../read/packs-of.ts";

/** A portal whose answers read a layer. `columns`: those of the layer that its rules read. */
export interface AnswerReading {
  portal: string;
  columns: string[];
}

/** The live portals whose answers read a layer, as far as the caller of the session may see them. */
export async function readingsOf(core: Core, sql: SqlSession, layerId: string): Promise<AnswerReading[]> {
  const layer = await declaredLayer(sql, layerId);
  if (!layer) return [];
  const facts = { model: layer.model, table: layer.standardTable, tags: layer.tags };
  const fields = fieldsSchema.parse(layer.fields);
  const readings: AnswerReading[] = [];
  for (const { id, name } of await answeringPortals(sql, layerId)) {
    const portal = await portalRow(sql, id);
    const read = (portal ? packsOf(core, portal) : []).flatMap(({ themes }) => themes.map((theme) => fieldsRead(theme, facts)));
    if (read.every((names) => names === null)) continue;
    const columns = read.flatMap((names) => (names ?? []).flatMap((one) => fieldNamed({ fields }, [one])?.column ?? []));
    readings.push({ portal: name, columns: [...new Set(columns)] });
  }
  return readings;
}
