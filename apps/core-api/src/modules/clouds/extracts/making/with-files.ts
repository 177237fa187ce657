import type { Core } from "../../../../kernel/core.ts";

/** Provides stored objects as local files, one after the other, until `use` ends. */
export function withFiles<T>(core: Pick<Core, "storage">, keys: readonly string[], use: (paths: string[]) => Promise<T>): Promise<T> {
  const opened: string[] = [];
  const next = (index: number): Promise<T> => {
    const key = keys[index];
    if (key === undefined) return use(opened);
    return core.storage.withFile(key, (path) => {
      opened.push(path);
      return next(index + 1);
    });
  };
  return next(0);
}
