import { apiError } from "@archipel/api-client/errors.ts";
import { currentDrawing } from "../runtime/drawing.ts";

/** Pages are shown without what core-api does not answer: such a page must not be kept. Call it where the call begins, not where it ends. */
export function noteFailures(): ((error: unknown) => void) | undefined {
  const drawing = currentDrawing();
  return drawing && ((error) => drawing.failed(apiError(error).status ?? 0));
}
