import type { SqlSession } from "@archipel/database/sql-session.ts";

interface ReadLayerRow {
  name: string;
  fields: unknown;
  model: string | null;
  standardTable: string | null;
  tags: string[];
}

interface ReadingPortalRow {
  id: string;
  name: string;
}

/** What a layer declares for answers, if the caller may see it and it declares something. */
export async function declaredLayer(sql: SqlSession, layerId: string): Promise<ReadLayerRow | undefined> {
  const [row] = await sql.query<ReadLayerRow>(
    `SELECT l.name, l.fields, a.model, a.standard_table AS "standardTable", a.tags
     FROM layers l JOIN layer_answers a ON a.layer_id = l.id WHERE l.id = $1::uuid`,
    [layerId],
  );
  return row;
}

/** The portals that answer and list the layer's dataset, of those that the caller may see. */
export function answeringPortals(sql: SqlSession, layerId: string): Promise<ReadingPortalRow[]> {
  return sql.query<ReadingPortalRow>(
    `SELECT p.id, p.name FROM layers l JOIN portal_datasets d ON d.dataset_id = l.dataset_id JOIN portals p ON p.id = d.portal_id AND p.status = 'live'
       JOIN portal_answers a ON a.portal_id = p.id WHERE l.id = $1::uuid ORDER BY p.name, p.id`,
    [layerId],
  );
}
