import { useState } from "react";

/** By feature and column, what is written and does not fit its field. */
export type Wrong = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Keeps what does not fit for as long as edit mode lasts, whatever one looks at meanwhile. */
export function useWrong() {
  const [wrong, setWrong] = useState<Wrong>({});
  return {
    wrong,
    write: (key: string, column: string, text: string | null) =>
      setWrong((now) => {
        const { [column]: _, ...rest } = now[key] ?? {};
        const next = text === null ? rest : { ...rest, [column]: text };
        const { [key]: __, ...others } = now;
        return Object.keys(next).length === 0 ? others : { ...others, [key]: next };
      }),
    /** The draft itself has changed under it. */
    clear: () => setWrong({}),
  };
}
