import type { PrintDocument } from "../compose/document.ts";

/** What the engine needs of the disk. */
export interface PrintFiles {
  template: string;
  fontFiles: readonly string[];
}

/** The parent's request after the first line, which names the files: a line of JSON on the child's standard input. */
export interface PrintRequest {
  document: PrintDocument;
}

/** The child's reply: a line of JSON on descriptor 3. The PDF follows, of so many bytes. */
export type PrintReply = { ok: true; bytes: number } | { ok: false; detail: string };
