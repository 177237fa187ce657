import type { ImageFault, ImageFormat, WantedImage, WrittenImageFormat } from "../model.ts";

/** The request of the parent: a line of JSON on the child's standard input. The file follows, to the end of the stream. */
export type ImageRequest =
  | { kind: "draw"; format: ImageFormat; pixels: number; wanted: readonly WantedImage[] }
  /** Encodes plain pixels, four bytes each (red, green, blue, alpha). */
  | { kind: "encode"; width: number; height: number; format: WrittenImageFormat; quality: number };

/** The child's reply: a line of JSON on standard output. The pictures follow, one after the other. */
export type ImageReply =
  | { ok: true; images: { format: WrittenImageFormat; width: number; height: number; bytes: number }[] }
  | { ok: false; fault: ImageFault };
