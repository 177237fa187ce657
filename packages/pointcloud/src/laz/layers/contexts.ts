/** What changed since the last point of the same channel, one byte a point. Bits 0–6 are coded as one symbol. */
export const CHANGED = {
  /** 0 same return number, 1 one more, 2 one less, 3 anything else. */
  returnNumber: 3,
  returnCount: 4,
  scanAngle: 8,
  gpsTime: 16,
  pointSource: 32,
  channel: 64,
  /** Not coded: the first point of its channel in this chunk. */
  firstOfChannel: 128,
} as const;

/** Which of six groups a return belongs to: row = returns of the pulse, column = return number. */
const RETURN_GROUPS = Uint8Array.from(
  [
    "0123453445555555",
    "1013333333333333",
    "2124444444433333",
    "3345444444444444",
    "4344544444444444",
    "5344454444444444",
    "3344445444444444",
    "4344444544444444",
    "4344444454444444",
    "5344444445444444",
    "5344444444544444",
    "5334444444455444",
    "5334444444455544",
    "5334444444445554",
    "5334444444444555",
    "5334444444444455",
  ].join(""),
  Number,
);

/** @param returns byte of a record: return number in the low half, returns of the pulse in the high half */
export function returnGroup(returns: number): number {
  return RETURN_GROUPS[returns] as number;
}

/** How many returns are missing to the last one: heights are predicted from the last point with the same distance. */
export function returnLevel(returns: number): number {
  const distance = (returns >> 4) - (returns & 15);
  return Math.min(7, distance < 0 ? -distance : distance);
}

/** 3 single return, 2 first of several, 1 last, 0 between. */
export function returnKind(returns: number): number {
  return ((returns & 15) === 1 ? 2 : 0) | ((returns & 15) >= returns >> 4 ? 1 : 0);
}

export function isOnlyReturn(returns: number): number {
  return returns >> 4 === 1 ? 1 : 0;
}

/** Scanner channel of a flags byte. */
export function channelOf(flags: number): number {
  return (flags >> 4) & 3;
}

/** The context of a coordinate by the magnitudes of those before it: even numbers up to a limit. */
export function magnitudeContext(magnitude: number, most: number): number {
  return Math.min(magnitude & ~1, most);
}
