/** How the map shows relief. Angles in degrees. */
export interface ReliefView {
  /** Heights lift the map; otherwise only slopes are shaded. */
  readonly isRaised: boolean;
  /** Heights are multiplied by it. */
  readonly exaggeration: number;
  /** From straight down. */
  readonly pitch: number;
  /** Clockwise from the north: where the top of the screen looks. */
  readonly bearing: number;
}

export const EXAGGERATION = { least: 1, most: 3, step: 0.1 } as const;
export const MOST_PITCH = 70;
export const FIRST_VIEW: ReliefView = { isRaised: true, exaggeration: 1.5, pitch: 50, bearing: 0 };

/** `1.5_50_-20` for a raised map: exaggeration, pitch, bearing; `flat` for shades alone. */
export function encodeRelief({ isRaised, exaggeration, pitch, bearing }: ReliefView): string {
  return isRaised ? [exaggeration.toFixed(1), Math.round(pitch), Math.round(bearing)].join("_") : "flat";
}

/** The view in an address; what it does not say, or says wrongly, is as at first. */
export function decodeRelief(text: string | undefined): ReliefView {
  if (text === "flat") return { ...FIRST_VIEW, isRaised: false };
  const parts = /^(\d(?:\.\d)?)_(\d{1,2})_(-?\d{1,3})$/.exec(text ?? "");
  if (!parts) return FIRST_VIEW;
  const [exaggeration = 0, pitch = 0, bearing = 0] = parts.slice(1).map(Number);
  if (exaggeration < EXAGGERATION.least || exaggeration > EXAGGERATION.most || pitch > MOST_PITCH || Math.abs(bearing) > 180)
    return FIRST_VIEW;
  return { isRaised: true, exaggeration, pitch, bearing };
}
