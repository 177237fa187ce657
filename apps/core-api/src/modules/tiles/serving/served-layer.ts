import { type LayerField, layerField } from "@archipel/contracts/layers.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { type LayerStyle, layerStyle } from "@archipel/map-style/layer-style.ts";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { bboxOf } from "../../datasets/policy.ts";
import { type ServedLayerRow, servedLayer } from "../queries.ts";

/** What serving a layer's tiles needs to know of it. */
export interface ServedLayer extends Omit<ServedLayerRow, "fields" | "style" | "bbox"> {
  fields: LayerField[];
  style: LayerStyle;
  bbox: Bbox | null;
  /** Changes with everything that a tile shows: data, fields, style, who may see it. */
  version: string;
}

/** How long an answer to "may this caller read this layer?" is trusted. A map asks for dozens of tiles at a time. */
const TRUST_MS = 1000;

/** How tiles are drawn; a new number when that changes, or caches would keep what was drawn before. */
const DRAWING = 2;

const fieldsSchema = z.array(layerField);

/** Layers as callers may read them, each asked for once a second at most. */
export class ServedLayers {
  private readonly core: Core;
  private readonly known = new LRUCache<string, Promise<ServedLayer | null>>({ max: 5000, ttl: TRUST_MS });

  constructor(core: Core) {
    this.core = core;
  }

  /** The layer, or null when it does not exist or the caller may not read it: outside they look the same. */
  find(actor: Actor, layerId: string): Promise<ServedLayer | null> {
    const key = `${actor.userId ?? ""} ${layerId}`;
    const known = this.known.get(key);
    if (known) return known;
    const found = this.read(actor, layerId);
    this.known.set(key, found);
    // A failure is not an answer: the next call asks again.
    found.catch(() => this.known.delete(key));
    return found;
  }

  private async read(actor: Actor, layerId: string): Promise<ServedLayer | null> {
    const row = await this.core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) => servedLayer(sql, layerId));
    if (!row) return null;
    const style = layerStyle.safeParse(row.style);
    const audience = row.isPublic ? "p" : "r";
    return {
      ...row,
      fields: fieldsSchema.parse(row.fields),
      style: style.success ? style.data : { kind: "auto" },
      bbox: bboxOf(row.bbox),
      version: `${row.revision}-${row.updatedAt.getTime().toString(36)}${audience}${DRAWING}`,
    };
  }
}
