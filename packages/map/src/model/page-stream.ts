import { LiveStream } from "./live-stream.ts";

let stream: LiveStream | undefined;

/**
 * The only stream of this page, shared by all parts that follow something.
 *
 * @param path where the site serves core-api's `/events`; the first call sets it
 */
export function pageStream(path?: string): LiveStream {
  if (stream) return stream;
  const own = new LiveStream({ open: (url) => new EventSource(url), hiddenSlot, ...(path !== undefined && { path }) });
  if (document.visibilityState === "hidden") own.suspend();
  document.addEventListener("visibilitychange", () => own.setVisible(document.visibilityState === "visible"));
  stream = own;
  return own;
}

const HIDDEN_SLOTS = ["archipel-hidden-1", "archipel-hidden-2"];

/** Takes one of two slots for hidden pages of this site in the browser: with more connections, none would be left to load anything. */
async function hiddenSlot(): Promise<(() => void) | null> {
  if (!("locks" in navigator)) return null;
  for (const name of HIDDEN_SLOTS) {
    const leave = await new Promise<(() => void) | null>((resolve) => {
      void navigator.locks.request(name, { ifAvailable: true }, (lock) => {
        if (lock) return new Promise<void>((release) => resolve(release));
        resolve(null);
      });
    });
    if (leave) return leave;
  }
  return null;
}
