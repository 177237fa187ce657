import type { PrintDocument } from "./compose/document.ts";

/** Makes the PDF of a report. Another engine than ours needs only this. */
export interface ReportPrinter {
  /** Changes with all that changes the bytes of a PDF, apart from its document: engine, template, fonts. */
  readonly version: string;
  /**
   * @param document every text of it is printed literally
   * @param signal aborted when nobody waits for the PDF any more
   * @returns the PDF, tagged (PDF/UA-1), with its fonts
   * @throws PrintError, or the reason of `signal`
   */
  print(document: PrintDocument, signal?: AbortSignal): Promise<Buffer>;
  /** Ends what the printer started. It may print again. */
  close(): void;
}

/** A report that was not printed: it exceeded the limits of time or memory, or the engine refused it. */
export class PrintError extends Error {
  override name = "PrintError";
  readonly reason: "heavy" | "refused";

  constructor(reason: PrintError["reason"], detail: string) {
    super(`${reason}: ${detail}`);
    this.reason = reason;
  }
}
