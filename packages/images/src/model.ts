import type { ChildUsage } from "@archipel/sandbox/watch.ts";

/** Formats that can be drawn again. */
export const imageFormats = ["jpeg", "png", "webp", "avif", "svg"] as const;
export type ImageFormat = (typeof imageFormats)[number];
/** Formats that we write. */
export type WrittenImageFormat = "jpeg" | "png" | "webp";

/** One picture to make. */
export interface WantedImage {
  /** The box in pixels. A smaller picture keeps its size. */
  width: number;
  height: number;
  /** `inside` the box, or `cover`ing it, where what is outside of it is cut. */
  fit: "inside" | "cover";
  /** Format to write, by the format that was read. */
  format: Readonly<Partial<Record<ImageFormat, WrittenImageFormat>>>;
  /** 1…100, for JPEG and WebP; a PNG with a quality gets a palette. */
  quality?: number;
  /** Colour under transparent pixels, as `#rrggbb`; without one they stay transparent. */
  background?: string;
}

export interface DrawnImage {
  format: WrittenImageFormat;
  width: number;
  height: number;
  content: Buffer;
}

/** What one image may cost, in its child process. */
export interface ImageLimits {
  /** Width × height that the file declares. */
  pixels: number;
  memoryBytes: number;
  seconds: number;
  cpuSeconds: number;
}

/** Photos of ordinary cameras and telephones have 12 to 26 million pixels. */
export const defaultImageLimits: ImageLimits = {
  pixels: 26_000_000,
  memoryBytes: 640 * 1024 * 1024,
  // With the time in the queue it is less than proxies wait for an answer.
  seconds: 25,
  cpuSeconds: 8,
};

export interface RedrawOptions {
  limits?: Partial<ImageLimits>;
  /** Ends the child process when nobody waits for the pictures any more. */
  signal?: AbortSignal | undefined;
  /** Called once, when the child process has ended. */
  onUsage?: ((usage: ChildUsage) => void) | undefined;
}

/** What an SVG contains that is not drawn. */
export const svgParts = ["filter", "foreign-object", "external", "script", "text", "entities"] as const;
export type SvgPart = (typeof svgParts)[number];

/** Why there is no picture. */
export type ImageFault =
  /** Not one of the formats asked for. */
  | { reason: "format" }
  /** Cut, damaged, or not what it seems; `line` is that of an SVG that is not well-formed. */
  | { reason: "broken"; line: number | null }
  | { reason: "pixels"; width: number; height: number }
  | { reason: "svg"; part: SvgPart; line: number }
  /** Its child process exceeded its limits, or crashed. */
  | { reason: "heavy"; detail: string };

/** The normal outcome of a broken or hostile image. */
export class ImageError extends Error {
  override name = "ImageError";
  readonly fault: ImageFault;

  constructor(fault: ImageFault) {
    super(Object.values(fault).join(" "));
    this.fault = fault;
  }
}
