/** What a site may leave out of the map that it embeds. The credits and the link to the portal are always there. */
const TOOLS = ["zoom", "legend", "scale", "details"] as const;
type Tool = (typeof TOOLS)[number];

const THEMES = ["light", "dark"] as const;

export interface EmbedQuery {
  readonly tools: readonly Tool[];
  /** The origin of the page around the frame, which gets the map's events; null: no events. */
  readonly host: string | null;
}

/** `tools`: names separated by commas, or `none`; all by default. Unknown names are ignored, so that an address of a newer portal works. */
export function readEmbedQuery(params: Readonly<Record<string, string>>): EmbedQuery {
  const asked = params.tools?.split(",");
  return { tools: asked ? TOOLS.filter((tool) => asked.includes(tool)) : TOOLS, host: originOf(params.host) };
}

/** The colour mode that an address asks for; null for the visitor's own. */
export function readTheme(search: string): (typeof THEMES)[number] | null {
  const asked = new URLSearchParams(search).get("theme");
  return THEMES.find((theme) => theme === asked) ?? null;
}

/** The text, if it is an origin of a web page. */
function originOf(text: string | undefined): string | null {
  const address = text === undefined ? null : URL.parse(text);
  return address && /^https?:$/.test(address.protocol) && address.origin === text ? text : null;
}
