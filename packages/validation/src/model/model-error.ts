/** A model that cannot be used: what is wrong, and where in it. */
export class ModelError extends Error {
  override name = "ModelError";
}
