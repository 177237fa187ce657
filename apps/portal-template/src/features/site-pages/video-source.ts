/** A video as a frame may show it: only players that are known, in their form without cookies where they have one. */
export interface VideoSource {
  /** The name that readers know the site by. */
  readonly host: string;
  readonly frame: string;
}

/** Where these players are, as the page's policy names them. */
export const PLAYERS = ["https://www.youtube-nocookie.com", "https://player.vimeo.com", "https://geo.dailymotion.com"] as const;

const ID = /^[\w-]{6,20}$/;

/** The frame of a video's page on a known site; null for others, which are links. */
export function videoSource(address: string): VideoSource | null {
  const url = URL.parse(address);
  if (url?.protocol !== "https:") return null;
  const host = url.hostname.replace(/^(www|m)\./, "");
  const parts = url.pathname.split("/").filter(Boolean);
  const last = parts.at(-1) ?? "";
  if (host === "youtube.com" || host === "youtube-nocookie.com" || host === "youtu.be") {
    const id = parts[0] === "watch" ? (url.searchParams.get("v") ?? "") : last;
    return ID.test(id) ? { host: "YouTube", frame: `https://www.youtube-nocookie.com/embed/${id}` } : null;
  }
  if (host === "vimeo.com" || host === "player.vimeo.com") {
    const id = parts.find((part) => /^\d{6,12}$/.test(part));
    return id ? { host: "Vimeo", frame: `https://player.vimeo.com/video/${id}?dnt=1` } : null;
  }
  if (host === "dailymotion.com" || host === "dai.ly") {
    return ID.test(last) ? { host: "Dailymotion", frame: `https://geo.dailymotion.com/player.html?video=${last}` } : null;
  }
  return null;
}
