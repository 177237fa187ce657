/** SQLSTATE of `app.note_lens`. */
const LENS_CHANGED = "LN001";

/** Whether a transaction failed because the caller's grants on the layer are others than it named. */
export function isLensChange(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === LENS_CHANGED;
}
