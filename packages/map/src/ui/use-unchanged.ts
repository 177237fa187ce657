import { useState } from "react";

/** Returns the same object as long as its key is the same: a new object with equal content would redraw or move the map. */
export function useUnchanged<T>(value: T, key: string | undefined): T {
  const [kept, keep] = useState({ key, value });
  if (kept.key === key) return kept.value;
  keep({ key, value });
  return value;
}
