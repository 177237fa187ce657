/** Why a model cannot be made. */
export type TerrainFault = "no-points" | "too-many-cells" | "no-bounds";

export class TerrainError extends Error {
  override name = "TerrainError";
  readonly code: TerrainFault;

  constructor(code: TerrainFault, message: string) {
    super(message);
    this.code = code;
  }
}
