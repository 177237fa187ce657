import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { EditInContext } from "../merge/merge-edits.ts";
import type { EditsOwner } from "./store.ts";

export interface EditPlace {
  lon: number;
  lat: number;
}

const CENTRE = (geometry: string) => `ST_Centroid(ST_Envelope(${geometry}))`;

/** The middle of each edit's new shape, else of its feature as it was, by the edits' ids; EPSG:4326. What has no shape is left out. */
export async function editPlaces(sql: SqlSession, owner: EditsOwner, edits: readonly EditInContext[]): Promise<Map<string, EditPlace>> {
  const places = new Map<string, EditPlace>();
  const keep = (rows: readonly (EditPlace & { id: string })[]) => {
    for (const { id, lon, lat } of rows) places.set(id, { lon, lat });
  };
  keep(
    await sql.query<EditPlace & { id: string }>(
      `SELECT id, ST_X(c.centre) AS lon, ST_Y(c.centre) AS lat FROM contribution_edits
       CROSS JOIN LATERAL (SELECT ST_Transform(${CENTRE("geom")}, 4326) AS centre) c
       WHERE contribution_id = $1::uuid AND community_id = $2::uuid AND has_geometry AND NOT ST_IsEmpty(geom)`,
      [owner.id, owner.communityId],
    ),
  );
  const others = edits.flatMap(({ edit, base }) => (places.has(edit.id) || !base?.geometry ? [] : [{ id: edit.id, shape: base.geometry }]));
  keep(
    await sql.query<EditPlace & { id: string }>(
      `SELECT w.id, ST_X(c.centre) AS lon, ST_Y(c.centre) AS lat FROM unnest($1::uuid[], $2::text[]) AS w(id, shape)
       CROSS JOIN LATERAL (SELECT ST_Transform(${CENTRE("w.shape::geometry")}, 4326) AS centre) c WHERE NOT ST_IsEmpty(c.centre)`,
      [others.map(({ id }) => id), others.map(({ shape }) => shape)],
    ),
  );
  return places;
}
