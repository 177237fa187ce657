/** SQLSTATE of `app.note_lens` and `app.refuse_whole`. */
const LENS_CHANGED = "LN001";

/** Whether a transaction failed because the caller reads the layer in another way than it named. */
export function isLensChange(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === LENS_CHANGED;
}
