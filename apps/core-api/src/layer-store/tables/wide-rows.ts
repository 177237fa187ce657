import { JobFailedError } from "../../kernel/jobs/handler.ts";

/** A row of a table must fit on one page of PostgreSQL, even when its long texts are stored elsewhere. */
const ROW_TOO_BIG = "54000";

/**
 * Fills a layer's table.
 *
 * @throws JobFailedError when a feature has too many filled fields to be stored: the message says what to do
 */
export async function refusingWideRows<T>(fields: number, fill: () => Promise<T>): Promise<T> {
  try {
    return await fill();
  } catch (error) {
    if (isTooBig(error)) throw new JobFailedError("layer-rows-too-wide", { count: fields });
    throw error;
  }
}

function isTooBig(error: unknown): boolean {
  return error instanceof Error && (("code" in error && error.code === ROW_TOO_BIG) || /row is too big/.test(error.message));
}
