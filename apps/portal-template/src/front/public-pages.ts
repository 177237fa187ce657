import type { Action } from "../tenancy/decide.ts";
import { LOCALE_COOKIE, MODE_COOKIE } from "../tenancy/preferences.ts";

interface PublicPage {
  /** The path after the language. */
  readonly path: RegExp;
  /** `ignored`: the page reads no parameter. Else the parameters of which it knows a few values; with any other, it is drawn for one visitor. */
  readonly query: "ignored" | Readonly<Record<string, RegExp>>;
}

const SLUG = "[a-z0-9][a-z0-9-]{0,119}";
const page = (path: string, query: PublicPage["query"]): PublicPage => ({ path: new RegExp(`^${path}$`), query });

/**
 * The pages that are the same for every visitor without an account, and are kept. A page that is not here is drawn for each request: those
 * about a place (answers, comparisons: places are personal), a person or a draft, and those behind a secret.
 */
const PUBLIC_PAGES: readonly PublicPage[] = [
  page("", "ignored"),
  page("/catalogue", { sort: /^(relevance|updated|published|title)$/ }),
  page(`/catalogue/${SLUG}`, {}),
  page("/map", {}),
  // The data of the map, which its page loads. `v` only makes browsers ask again when they change.
  page("/map/data", "ignored"),
  // Its address says what is seen, which the browser reads.
  page("/points/[0-9a-f-]{36}", "ignored"),
  page("/maps", {}),
  page(`/maps/(?!mine$)${SLUG}`, {}),
  page("/reports", { status: /^(open|closed)$/ }),
  page("/reports/[0-9]{1,9}", {}),
  page("/news", {}),
  page(`/news/${SLUG}`, "ignored"),
  page("/alerts", {}),
  page("/alerts/[0-9a-f-]{36}", "ignored"),
  page("/help", "ignored"),
  page(`/help/${SLUG}`, "ignored"),
  page(`/legal/${SLUG}`, "ignored"),
  page("/embed", { theme: /^(light|dark)$/ }),
  // Pages that the community wrote. The site's own addresses are never among them.
  page(`/(?!(?:account|answer|a|compare|join|preview|map|maps|points|catalogue|reports|news|alerts|help|legal|embed)$)${SLUG}`, "ignored"),
];

/** Added by mails and advertisements. No page reads them. */
const IGNORED = /^(utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|twclid|mc_cid|mc_eid|mtm_\w+|pk_\w+)$/;

/** Requests of Next's own scripts, which want another answer at the same address, and of programs that identify themselves. */
const OTHER_ANSWERS = /^(rsc|next-.*|x-nextjs-.*|x-middleware-.*|x-invoke-.*|authorization|x-matched-path)$/;

interface Asked {
  readonly method: string | undefined;
  readonly search: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** A page that may be kept: everything that its document depends on, besides the portal's content. */
export interface KeptPage {
  readonly portalId: string;
  readonly key: string;
  /** The address that is drawn: only what the key names. */
  readonly address: string;
  readonly mode: "light" | "dark" | null;
}

/**
 * The kept page that answers a request; null: it must be drawn for this request. The page is drawn from this alone, so a header, cookie or
 * parameter that is not here cannot enter what others get.
 */
export function keptPage(action: Action, portalId: string, { method, search, headers }: Asked): KeptPage | null {
  if (method !== "GET" && method !== "HEAD") return null;
  if (action.kind !== "page" && action.kind !== "embed") return null;
  if (Object.keys(headers).some((name) => OTHER_ANSWERS.test(name))) return null;
  const cookies = [headers.cookie ?? ""].flat().join("; ");
  if (/archipel\.session/i.test(cookies)) return null;
  const found = PUBLIC_PAGES.find(({ path }) => path.test(action.rest));
  const query = found && normalised(found, search);
  if (query === undefined || query === null) return null;
  // The frame's page has no colour mode of its own.
  const mode = action.kind === "embed" ? null : modeIn(cookies);
  const address = `/${action.locale}${action.rest}${query}`;
  return { portalId, key: `${portalId} ${mode ?? "-"} ${address}`, address, mode };
}

/** The query as the page reads it, sorted; null when it has more than is kept. */
function normalised({ query }: PublicPage, search: string): string | null {
  if (query === "ignored") return "";
  const kept = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(search)) {
    if (IGNORED.test(name)) continue;
    const values = Object.hasOwn(query, name) ? query[name] : undefined;
    if (!values?.test(value) || kept.has(name)) return null;
    kept.set(name, value);
  }
  const text = new URLSearchParams([...kept].toSorted(([a], [b]) => (a < b ? -1 : 1))).toString();
  return text && `?${text}`;
}

function modeIn(cookies: string): KeptPage["mode"] {
  const value = cookieIn(cookies, MODE_COOKIE);
  return value === "light" || value === "dark" ? value : null;
}

export function localeIn(cookies: string): string | undefined {
  return cookieIn(cookies, LOCALE_COOKIE);
}

/** The first cookie of the name, as Next reads it. */
function cookieIn(cookies: string, name: string): string | undefined {
  return cookies
    .split(/;\s*/)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}
