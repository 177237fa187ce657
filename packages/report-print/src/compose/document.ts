import type { Locale } from "@archipel/i18n/locales.ts";

/** A text of the document, and its language when it is not that of the document; or its parts, when only some are in another. */
export type Printed = PrintedPart | { parts: PrintedPart[] };
export type PrintedPart = string | { text: string; lang: string };

/** A label and what it is about, on one line. */
export interface Line {
  label: string;
  values: { text: Printed; url?: string }[];
}

/** The icon and the word of a level. `icon` is `level0` to `level4`, `unjudged` or `favourable`. */
export interface Mark {
  icon: string;
  word: string;
}

/** A picture as SVG, and what it shows for people who do not see it. */
interface Picture {
  svg: string;
  alt: string;
  widthMm: number;
}

export interface PrintedFinding {
  mark: Mark;
  /** Its number on the map of its theme; null when it is not drawn. */
  number: number | null;
  sentence: Printed;
  lines: Line[];
  /** A short finding is kept on one page. */
  isLong: boolean;
}

/** A finding in the legend of its map. */
export interface LegendItem {
  number: number;
  mark: Mark;
  text: Printed;
}

/** A theme that concerns the place, with its map. */
export interface PrintedSection {
  title: Printed;
  /** Null where its only finding says the same. */
  mark: Mark | null;
  intro: Printed | null;
  /** Its documents, with status and dates. */
  documents: Line[];
  notes: Printed[];
  findings: PrintedFinding[];
  scenarios: { title: string; items: { mark: Mark; sentence: Printed }[] } | null;
  more: { text: string; link: { text: string; url: string } | null } | null;
  map: (Picture & { caption: string; legendTitle: string; legend: LegendItem[] }) | null;
  sources: Printed | null;
}

/** A theme about which there is only a sentence. */
export interface PrintedNote {
  title: Printed;
  /** Of themes that say the same. */
  count: number;
  sentence: Printed | null;
  details: Printed[];
}

/** Themes of which nothing is published here, and what is said of all of them. They are no headings: there are often more of them than of all others. */
export interface PrintedGroup {
  names: Printed;
  count: number;
  texts: Printed[];
}

/** One of the lists of the report. */
export interface PrintedList {
  title: string;
  intro: string | null;
  /** What it says when it is empty. */
  none: string | null;
  sections: PrintedSection[];
  notes: PrintedNote[];
  groups: PrintedGroup[];
}

export interface PrintedTable {
  head: string[];
  /** Which columns hold figures, and are aligned at their end. */
  figures: boolean[];
  rows: Printed[][];
}

/** An alert in force at the place. */
interface PrintedAlert {
  level: "information" | "vigilance" | "alert" | "emergency";
  /** Level and title. */
  heading: string;
  lines: Line[];
}

/** All that is printed, in its order, ready to read: the engine only lays it out. */
export interface PrintDocument {
  lang: Locale;
  title: string;
  description: string;
  /** ISO: also the date of the file. */
  createdAt: string;
  accent: string;
  portal: string;
  footer: string;
  /** How a page is numbered: `{page}` and `{pages}` are replaced. */
  pageOf: string;
  cover: {
    heading: string;
    place: string;
    /** Above everything else, the gravest first; null: no alert is in force. */
    alerts: { title: string; items: PrintedAlert[]; note: string } | null;
    facts: Line[];
    parcels: (PrintedTable & { title: string; note: string | null }) | null;
    map: (Picture & { title: string; captions: string[] }) | null;
    /** The engine draws the QR code of the link. */
    verify: { title: string; text: string; alt: string; link: { text: string; url: string } } | null;
    warnings: { title: string; text: string }[];
  };
  contents: { title: string; counts: string };
  lists: PrintedList[];
  wholeDocument: { title: string; intro: string; items: { text: Printed; url?: string }[] } | null;
  glossary: { title: string; terms: { term: Printed; text: Printed }[] } | null;
  sources: (PrintedTable & { title: string }) | null;
  closing: { title: string; texts: Printed[]; versions: string };
  /** A file inside the PDF: what is signed of the report (a JWS). */
  attached: { name: string; content: string; about: string };
}
