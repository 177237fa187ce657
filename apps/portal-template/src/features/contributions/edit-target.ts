/** What an address asks to edit or to show: a feature of a layer, a new one, or the visitor's draft. */
export interface EditTarget {
  readonly layerId: string;
  /** Null: a new feature. */
  readonly fid: number | null;
  /** The visitor continues the whole draft. */
  readonly isResumed?: boolean;
}

const TARGET = /^([0-9a-f-]{36})\/(new|draft|[1-9]\d{0,14})$/;

/** Reads `edit` and `see` of the map's address: `<layer id>/<fid>`, `<layer id>/new` or `<layer id>/draft`. Anything else asks for nothing. */
export function readEditTarget(text: string | undefined): EditTarget | undefined {
  const [, layerId, what] = TARGET.exec(text ?? "") ?? [];
  if (layerId === undefined || what === undefined) return undefined;
  return { layerId, fid: /^\d/.test(what) ? Number(what) : null, isResumed: what === "draft" };
}
