import { useEffect, useState } from "react";

export type Answer<T> =
  | { state: "waiting"; value: T | undefined }
  | { state: "here"; value: T }
  | { state: "failed"; value: undefined; error: unknown };

/**
 * Loads a value for a key, and again when the key changes. The last value stays while the next one is loading. A null key loads nothing.
 */
export function useAnswer<T>(key: string | null, ask: () => Promise<T>): Answer<T> & { retry: () => void } {
  const [round, setRound] = useState(0);
  const [answer, setAnswer] = useState<Answer<T> & { key: string | null }>({ key: null, state: "waiting", value: undefined });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when the question changes, `ask` is new at each render
  useEffect(() => {
    if (key === null) return;
    let isStale = false;
    setAnswer((last) => ({ key, state: "waiting", value: last.value }));
    ask().then(
      (value) => !isStale && setAnswer({ key, state: "here", value }),
      (error: unknown) => !isStale && setAnswer({ key, state: "failed", value: undefined, error }),
    );
    return () => {
      isStale = true;
    };
  }, [key, round]);
  return { ...answer, retry: () => setRound((last) => last + 1) };
}
