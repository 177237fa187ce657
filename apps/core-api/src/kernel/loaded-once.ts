/**
 * What is loaded when it is first needed, and then kept for the life of the process. A failure is not kept: the next call loads again.
 *
 * @returns a function that gives it; calls during a load wait for that load
 */
export function loadedOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}
