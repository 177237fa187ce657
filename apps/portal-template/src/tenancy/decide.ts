import type { Locale } from "@archipel/i18n/locales.ts";
import { doorGate } from "./door-gate.ts";
import { localeGate } from "./locale-gate.ts";
import type { Lookup } from "./portal-directory.ts";
import { statusGate } from "./status-gate.ts";

export interface Facts {
  /** Null when the header names no possible host. */
  readonly host: string | null;
  readonly pathname: string;
  readonly lookup: Lookup;
  readonly localeCookie: string | undefined;
  readonly acceptLanguage: string | null;
}

/** What the proxy does, and nothing else: the decision is pure, the proxy acts once. */
export type Action =
  | { readonly kind: "unknown-host" }
  | { readonly kind: "unavailable" }
  /** Stream from core-api, same path. */
  | { readonly kind: "forward" }
  | { readonly kind: "site-file"; readonly pathname: string }
  | { readonly kind: "redirect"; readonly pathname: string }
  | { readonly kind: "page"; readonly pathname: string; readonly locale: Locale; readonly rest: string };

export function decide({ host, pathname, lookup, localeCookie, acceptLanguage }: Facts): Action {
  const status = statusGate(lookup);
  if (host === null) return { kind: "unknown-host" };
  if (status.kind !== "open" || lookup.state !== "found") return status.kind === "unavailable" ? status : { kind: "unknown-host" };

  const door = doorGate(pathname);
  if (door.kind === "forward") return door;
  if (door.kind === "site-file") return { kind: "site-file", pathname: `/${host}/site-files/${door.route}` };

  const locale = localeGate({ pathname, cookie: localeCookie, acceptLanguage, locales: lookup.portal.locales });
  if (locale.kind === "redirect") return locale;
  return { kind: "page", pathname: `/${host}/${locale.locale}${locale.rest}`, locale: locale.locale, rest: locale.rest };
}
