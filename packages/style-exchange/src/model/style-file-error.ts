/** Why a file is refused. Each code has a text that says what is wrong, where, and how to repair it. */
export type StyleFileFault =
  | "style-file-empty"
  | "style-file-too-large"
  | "style-file-unknown"
  | "style-file-broken"
  | "style-file-entities"
  | "style-file-too-deep"
  | "style-file-too-many-parts"
  | "style-file-too-many-rules"
  | "style-file-raster"
  | "style-file-nothing";

/** A style file that cannot be read, or that is refused. */
export class StyleFileError extends Error {
  override name = "StyleFileError";
  readonly code: StyleFileFault;
  readonly params: Record<string, string | number>;

  constructor(code: StyleFileFault, params: Record<string, string | number> = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}

/** Style files of people are far below these limits: 300 categories of QGIS with their symbols take about 900 kB and 25,000 elements. */
export const LIMITS = {
  bytes: 1024 * 1024,
  /** Elements of XML, members of JSON. */
  parts: 60_000,
  /** Elements inside each other. A filter of QGIS nests an element for each value that it compares. */
  depth: 200,
  rules: 1_000,
} as const;
