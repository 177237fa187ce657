import type { CreatedReport, ReportField, ReportValues, Sketch } from "@archipel/contracts/reports.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import type { Change } from "@archipel/map/edit/draft.ts";
import { isTold } from "@archipel/map/edit/draft.ts";
import { proposalOf } from "../../contribute/draft-sync.ts";

export interface Place {
  readonly lon: number;
  readonly lat: number;
}

export type SketchMark = Sketch["features"][number];

/** A photo or file with its bytes: a browser that was closed can still send it. */
export interface DraftFile {
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: ArrayBuffer;
  /** Its id on core-api once it is there, and since when: files without a report are swept after a day. */
  readonly sent: { readonly id: string; readonly at: number } | null;
}

/** A report as its author writes it. `id` is its own for good: sent again, it is the same report. */
export interface ReportDraft {
  readonly id: string;
  readonly portalId: string;
  readonly locale: Locale;
  readonly place: Place | null;
  /** undefined: not chosen yet; null: none of the themes. */
  readonly themeId: string | null | undefined;
  readonly body: string;
  readonly values: ReportValues;
  readonly marks: readonly SketchMark[];
  readonly feature: { readonly layerId: string; readonly fid: number; readonly label: string } | null;
  /** The change proposed for that feature. */
  readonly change: Change | null;
  readonly files: readonly DraftFile[];
  readonly email: string;
}

/** A report that was received, with the secret by which its author reads it; kept in this browser. */
export interface Followed extends CreatedReport {
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

/** Whether something was written that one would not want to lose. */
export function isWorthKeeping({ body, values, marks, change, files, email }: ReportDraft): boolean {
  const isWritten = body.trim() !== "" || email.trim() !== "" || Object.keys(values).length > 0;
  return isWritten || marks.length > 0 || files.length > 0 || (change !== null && isTold(change));
}

/** The draft as core-api takes it; only what belongs to the theme's form is told. */
export function inputOf(draft: ReportDraft, place: Place, fields: readonly ReportField[], fileIds: readonly string[]) {
  const { id, portalId, themeId, body, values, marks, feature, change, email, locale } = draft;
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
    proposedEdit: change && isTold(change) ? proposalOf(change) : null,
    fileIds: [...fileIds],
    ...(email.trim() !== "" && { email: email.trim() }),
    locale,
    website: "",
  };
}
