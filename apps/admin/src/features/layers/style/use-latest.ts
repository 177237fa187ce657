import { type RefObject, useLayoutEffect, useRef } from "react";

/** The newest value, for an answer that arrives later: what was changed meanwhile must not be lost. */
export function useLatest<Value>(value: Value): RefObject<Value> {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  return latest;
}
