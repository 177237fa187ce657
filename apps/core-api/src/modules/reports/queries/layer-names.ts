import type { SqlSession } from "@archipel/database/sql-session.ts";

/** Titles of a layer that the caller may read. */
export interface LayerName {
  layerId: string;
  layerTitle: string;
  datasetTitle: string;
  datasetSlug: string;
  /** The languages of the titles and of the data; null when they are the reader's. */
  layerTitleLang: string | null;
  datasetTitleLang: string | null;
  dataLang: string | null;
}

/**
 * @param sql a person's session: row-level security returns only layers that they may read
 * @param reader the reader's language; empty: titles as their owners wrote them
 */
export async function layerNames(sql: SqlSession, layerIds: readonly (string | null)[], reader = ""): Promise<Map<string, LayerName>> {
  const wanted = [...new Set(layerIds.filter((layerId) => layerId !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await sql.query<LayerName>(
    `SELECT l.id AS "layerId", app.text_in(l.texts, 'title', $2, l.title) AS "layerTitle",
       app.text_in(d.texts, 'title', $2, d.title) AS "datasetTitle", d.slug AS "datasetSlug",
       CASE WHEN app.text_in(l.texts, 'title', $2, '') = '' THEN nullif(d.language, $2) END AS "layerTitleLang",
       CASE WHEN app.text_in(d.texts, 'title', $2, '') = '' THEN nullif(d.language, $2) END AS "datasetTitleLang",
       nullif(d.language, $2) AS "dataLang"
     FROM layers l JOIN datasets d ON d.id = l.dataset_id WHERE l.id = ANY ($1::uuid[])`,
    [wanted, reader],
  );
  return new Map(rows.map((row) => [row.layerId, row]));
}

/** The layers of a dataset that the session may read. */
export async function layersOfDataset(sql: SqlSession, datasetId: string): Promise<string[]> {
  const rows = await sql.query<{ id: string }>("SELECT id FROM layers WHERE dataset_id = $1::uuid", [datasetId]);
  return rows.map(({ id }) => id);
}
