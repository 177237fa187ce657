import { isReadableAddress } from "@archipel/config/readable-address.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { canonicalGate } from "./canonical-gate.ts";
import { frameAncestors } from "./frame-ancestors.ts";
import { localeGate } from "./locale-gate.ts";
import { pathGate } from "./path-gate.ts";
import type { Lookup } from "./portal-directory.ts";
import { statusGate } from "./status-gate.ts";

export interface Facts {
  readonly method: string;
  /** Null when the header has no valid host. */
  readonly host: string | null;
  readonly pathname: string;
  /** The query, with its question mark. */
  readonly search: string;
  readonly lookup: Lookup;
  readonly localeCookie: string | undefined;
  readonly acceptLanguage: string | null;
}

/** What the proxy does with a request. The decision is pure; the proxy executes it. */
export type Action =
  | { readonly kind: "unknown-host" }
  | { readonly kind: "unavailable" }
  | { readonly kind: "unreadable-address" }
  /** Stream from core-api, same path. */
  | { readonly kind: "forward" }
  | { readonly kind: "site-file"; readonly pathname: string }
  | { readonly kind: "redirect"; readonly pathname: string }
  /** The page is on the portal's main host. */
  | { readonly kind: "moved"; readonly address: string }
  | { readonly kind: "page"; readonly pathname: string; readonly locale: Locale; readonly rest: string }
  /** The page that other sites show in a frame: `ancestors` may, as the header names them. */
  | { readonly kind: "embed"; readonly pathname: string; readonly locale: Locale; readonly rest: string; readonly ancestors: string };

export function decide({ method, host, pathname, search, lookup, localeCookie, acceptLanguage }: Facts): Action {
  const status = statusGate(lookup);
  if (host === null) return { kind: "unknown-host" };
  if (status.kind !== "open" || lookup.state !== "found") return status.kind === "unavailable" ? status : { kind: "unknown-host" };

  const path = pathGate(pathname);
  if (path.kind === "forward") return path;
  if (path.kind === "site-file") return { kind: "site-file", pathname: `/${host}/site-files/${path.route}` };

  // core-api refuses such an address in the form of its own protocols.
  if (!isReadableAddress({ pathname, search })) return { kind: "unreadable-address" };
  const address = canonicalGate({ method, host, origin: lookup.portal.origin, address: `${pathname}${search}` });
  if (address !== null) return { kind: "moved", address };
  const locale = localeGate({ pathname, cookie: localeCookie, acceptLanguage, locales: lookup.portal.locales });
  if (locale.kind === "redirect") return locale;
  if (locale.rest === "/embed") {
    const ancestors = frameAncestors(lookup.portal.embedding);
    return { kind: "embed", pathname: `/${host}/embed/${locale.locale}`, locale: locale.locale, rest: locale.rest, ancestors };
  }
  return { kind: "page", pathname: `/${host}/${locale.locale}${locale.rest}`, locale: locale.locale, rest: locale.rest };
}
