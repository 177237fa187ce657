import type { PointsConcerned } from "@archipel/contracts/clouds.ts";
import type { CreatedReport, ReportField, ReportValues, Sketch } from "@archipel/contracts/reports.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import type { Change } from "@archipel/map/edit/draft.ts";
import { changesSomething } from "@archipel/map/edit/draft.ts";
import { proposalOf } from "../../contributions/draft-sync.ts";

export interface Place {
  readonly lon: number;
  readonly lat: number;
}

export type SketchMark = Sketch["features"][number];

/** A photo or file with its bytes, so that it can still be sent after the browser was closed. */
export interface DraftFile {
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: ArrayBuffer;
  /** Its id in core-api once it was sent, and when: core-api deletes files without a report after a day. */
  readonly sent: { readonly id: string; readonly at: number } | null;
}

/** A report while it is written. It keeps its `id`, so that core-api recognises it when it is sent twice. */
export interface ReportDraft {
  readonly id: string;
  readonly portalId: string;
  readonly locale: Locale;
  readonly place: Place | null;
  /** Undefined: not chosen yet. Null: none of the themes. */
  readonly themeId: string | null | undefined;
  readonly body: string;
  readonly values: ReportValues;
  readonly marks: readonly SketchMark[];
  readonly feature: { readonly layerId: string; readonly fid: number; readonly label: string } | null;
  /** The change proposed for that feature. */
  readonly change: Change | null;
  readonly files: readonly DraftFile[];
  readonly email: string;
  /** Points of a cloud that it is about. */
  readonly points?: PointsConcerned;
}

/** A received report, with the secret that lets its author read it. Kept in this browser. */
export interface Followed extends CreatedReport {
  /** The id of its draft: core-api gives a received report an id of its own. */
  readonly draftId: string;
  readonly portalId: string;
  readonly body: string;
  readonly sentAt: number;
}

export function emptyDraft(portalId: string, locale: Locale, id: string = crypto.randomUUID()): ReportDraft {
  return {
    id,
    portalId,
    locale,
    place: null,
    themeId: undefined,
    body: "",
    values: {},
    marks: [],
    feature: null,
    change: null,
    files: [],
    email: "",
  };
}

/** Whether the draft has content that its author would not want to lose. */
export function isWorthKeeping({ body, values, marks, change, files, email }: ReportDraft): boolean {
  const isWritten = body.trim() !== "" || email.trim() !== "" || Object.keys(values).length > 0;
  return isWritten || marks.length > 0 || files.length > 0 || (change !== null && changesSomething(change));
}

/** The draft in the form that core-api accepts, with only the values of the chosen theme's form. */
export function inputOf(draft: ReportDraft, place: Place, fields: readonly ReportField[], fileIds: readonly string[]) {
  const { id, portalId, themeId, body, values, marks, feature, change, email, locale, points } = draft;
  const known = new Set(fields.map(({ name }) => name));
  return {
    id,
    portalId,
    themeId: themeId ?? null,
    body: body.trim(),
    values: Object.fromEntries(Object.entries(values).filter(([name, value]) => known.has(name) && value !== "")),
    place: { lon: place.lon, lat: place.lat },
    sketch: marks.length > 0 ? { type: "FeatureCollection" as const, features: [...marks] } : null,
    feature: feature && { layerId: feature.layerId, fid: feature.fid },
    proposedEdit: change && changesSomething(change) ? proposalOf(change) : null,
    points: points ?? null,
    fileIds: [...fileIds],
    ...(email.trim() !== "" && { email: email.trim() }),
    locale,
    website: "",
  };
}
