import { LiveStream } from "./live-stream.ts";

let stream: LiveStream | undefined;

/**
 * The one stream of this page, for all that follows something on it.
 *
 * @param path where the site offers core-api's `/events`; the first call says it
 */
export function pageStream(path?: string): LiveStream {
  if (stream) return stream;
  const own = new LiveStream({ open: (url) => new EventSource(url), ...(path !== undefined && { path }) });
  document.addEventListener("visibilitychange", () => own.shown(document.visibilityState === "visible"));
  stream = own;
  return own;
}
