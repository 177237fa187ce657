import type { SqlSession } from "@archipel/database/sql-session.ts";
import { EditedGround } from "@archipel/geo/edited-ground.ts";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { revisionsBetween } from "../queries.ts";

const boxesSchema = z.array(z.tuple([z.number(), z.number(), z.number(), z.number()]));

/** Where layers were edited lately, in memory. Of each new revision only the boxes are read. */
export class EditedGrounds {
  private readonly known = new LRUCache<string, EditedGround>({ max: 2000 });

  /** The edited areas of a layer at `revision` or later. @param sql of a caller who may read the layer */
  async at(sql: SqlSession, layerId: string, revision: number): Promise<EditedGround> {
    const known = this.known.get(layerId);
    if (known && known.revision >= revision) return known;
    const rows = await revisionsBetween(sql, layerId, known?.revision ?? 0, revision);
    const ground = known ?? new EditedGround((rows[0]?.revision ?? revision + 1) - 1);
    for (const row of rows) {
      const boxes = boxesSchema.safeParse(row.boxes);
      // A revision without boxes (the first publication) changed the whole layer.
      ground.add({ revision: row.revision, boxes: boxes.success ? boxes.data : null });
    }
    // A revision without a row counts as a change of the whole layer.
    ground.add({ revision, boxes: null });
    this.known.set(layerId, ground);
    return ground;
  }
}
