import type { SqlSession } from "@archipel/database/sql-session.ts";
import { EditedGround } from "@archipel/geo/edited-ground.ts";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { revisionsBetween } from "../queries.ts";

const boxesSchema = z.array(z.tuple([z.number(), z.number(), z.number(), z.number()]));

/** Where layers were edited lately, kept in memory: of each new revision, only its boxes are read. */
export class EditedGrounds {
  private readonly known = new LRUCache<string, EditedGround>({ max: 2000 });

  /** The ground of a layer that stands at `revision`, or beyond. @param sql of a caller who may read the layer */
  async at(sql: SqlSession, layerId: string, revision: number): Promise<EditedGround> {
    const known = this.known.get(layerId);
    if (known && known.revision >= revision) return known;
    const rows = await revisionsBetween(sql, layerId, known?.revision ?? 0, revision);
    const ground = known ?? new EditedGround((rows[0]?.revision ?? revision + 1) - 1);
    for (const row of rows) {
      const boxes = boxesSchema.safeParse(row.boxes);
      // Without boxes (the first publication), it is all of the layer.
      ground.add({ revision: row.revision, boxes: boxes.success ? boxes.data : null });
    }
    // A revision that left no row.
    ground.add({ revision, boxes: null });
    this.known.set(layerId, ground);
    return ground;
  }
}
