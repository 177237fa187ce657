import type { CodeList } from "../packs/pack.ts";
import type { Status } from "../packs/theme.ts";
import type { Figures } from "../relations/figures.ts";
import type { Attributes } from "../rules/fields.ts";
import type { Place } from "./place.ts";

/**
 * What core-api reads for a place, before any rule: for each theme its layers, and for each layer the features with their figures. All that
 * depends on a database or the network is in it, so that the report is a pure function of readings, packs and language.
 */
export interface Readings {
  place: Place;
  /** The parcels' drawn area, in m²; 0 for a point. */
  placeM2: number;
  themes: readonly ThemeReading[];
  unread?: readonly UnreadLayer[] | undefined;
  /** For a place that is only known as a street or a commune: the themes that have something somewhere in the commune. */
  inCommune?: readonly { pack: string; theme: string }[] | undefined;
  /** Written pieces of the documents in force that apply to the whole commune, with their titles. */
  documentPieces?: readonly { documentId: string; title: string; lang?: string | undefined; url?: string | undefined }[];
}

/** A layer that the portal shows and nobody has declared, and the themes that it would speak for. */
export interface UnreadLayer {
  layer: string;
  title: string;
  titleLang?: string | undefined;
  themes: readonly { pack: string; theme: string }[];
}

export interface ThemeReading {
  pack: string;
  theme: string;
  sources: readonly SourceReading[];
}

/** A layer that was read for a source of a theme; several layers can be one source. */
export interface SourceReading {
  source: string;
  layer: {
    ref: string;
    title: string;
    /** The language of its data and of what its owner wrote of them (BCP 47), and that of `title`, if it is translated; by default French. */
    language?: string | undefined;
    titleLang?: string | undefined;
    /** The revision that was read. */
    version: string;
    accuracyM?: number | undefined;
    scaleDenominator?: number | undefined;
    /** Days (ISO): when the data were captured, and when they were published here. */
    captured?: string | undefined;
    imported: string;
    staleAfterDays?: number | undefined;
    /** Who answers for the data. */
    producer?: string | undefined;
    /** True when only members may see it. */
    isRestricted: boolean;
  };
  /** Set when the reader may read only a part of the layer. */
  part?: ReadingPart | undefined;
  /** How far the declared coverage of the layer, and of the reader's part, contains the place. `undeclared` can never clear a place. */
  coverage: "whole" | "partly" | "none" | "undeclared";
  outcome: "read" | "down" | "slow";
  features: readonly FeatureReading[];
  /** Features around the place that were counted and not read. */
  more?: number | undefined;
  /** The code lists of the model that the layer was checked by. */
  codeLists?: Readonly<Record<string, CodeList>> | undefined;
}

/** What a reader knows of a layer of which they read only a part. */
export interface ReadingPart {
  /**
   * How far the part contains the place: with all that is looked for `around` it, only the `place` with its tolerance, `less` than that, or not at all
   * (`outside`). Shapes are cut to the part, so that with `less` what is measured of them is not theirs.
   */
  reach: "around" | "place" | "less" | "outside";
  /** Fields whose value, or its absence, is known of each feature here, in lower case; null: all. Any other empty value may hide one. */
  known: ReadonlySet<string> | null;
  /** Who can give more, and the page to ask on. */
  ask: { owner: string; url: string | null };
}

/** A feature that concerns the place or is near it, with its document if it belongs to one. */
export interface FeatureReading {
  id: string;
  /** Ids of other features that were united with it before they were measured, because they are one thing. */
  others?: readonly string[];
  attributes: Attributes;
  figures: Figures;
  document?: DocumentFacts | undefined;
  /** The reader does not see which document the feature belongs to, so that nobody can say what applies. */
  isDocumentHidden?: true | undefined;
  /** The address of the uploaded file that the feature names. */
  fileUrl?: string | undefined;
}

/** The document that a feature belongs to: a plan, an act, a procedure. */
export interface DocumentFacts {
  id: string;
  title: string;
  /** The state as the standard writes it (ETAT, etatprocedure); null when it has none. */
  state: string | null;
  approved?: string | undefined;
  validUntil?: string | undefined;
  url?: string | undefined;
  /** Its written pieces, which apply wherever it does. */
  pieces?: readonly { title: string; url: string }[] | undefined;
  authority?: { name: string; mail?: string | undefined; phone?: string | undefined; web?: string | undefined } | undefined;
}

/** The meaning of a document's state in a pack; null when such a document never answers. A feature without document is in force; one whose document has no state: unknown. */
export function statusOf(document: DocumentFacts | undefined, statuses: Readonly<Record<string, Status>>): Status | null {
  if (!document || document.state === null) return document ? "unknown" : "inForce";
  return Object.hasOwn(statuses, document.state) ? (statuses[document.state] ?? null) : null;
}
