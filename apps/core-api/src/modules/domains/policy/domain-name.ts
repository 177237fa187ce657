import { isIP } from "node:net";
import { domainToASCII, domainToUnicode } from "node:url";
import { parse } from "tldts";
import { DomainError } from "../../../kernel/domain-error.ts";

/** Names that are no part of the public DNS (RFC 6761, RFC 6762, RFC 7686, RFC 8375, and the one that ICANN keeps for private networks). */
const NOT_PUBLIC = [
  "localhost",
  "local",
  "internal",
  "test",
  "example",
  "invalid",
  "onion",
  "alt",
  "home.arpa",
  "arpa",
  "lan",
  "home",
  "corp",
];
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Scripts that one label may use together: Japanese and Korean are written so. */
const TOGETHER: readonly (readonly string[])[] = [
  ["Han", "Hiragana", "Katakana"],
  ["Han", "Hangul"],
];
const SCRIPTS = [
  ...["Latin", "Greek", "Cyrillic", "Armenian", "Hebrew", "Arabic", "Devanagari", "Bengali", "Tamil", "Thai", "Georgian", "Ethiopic"],
  ...["Han", "Hiragana", "Katakana", "Hangul"],
].map((name) => ({ name, pattern: new RegExp(`\\p{Script=${name}}`, "u") }));
/** Belongs to no script, or takes that of its neighbours. */
const SHARED = /[\p{Script=Common}\p{Script=Inherited}]/u;

export interface DomainName {
  /** The ASCII form. */
  host: string;
  /** The name that was registered: the host itself, or the end of it. */
  registered: string;
}

/**
 * The domain that a person typed, perhaps as the address of a page.
 *
 * @param own host names of the platform: they and what is below them are refused
 * @throws DomainError that says what is wrong, on the field `name`
 */
export function readDomainName(typed: string, own: readonly string[]): DomainName {
  const name = hostPart(typed);
  const wrong = (code: string, params: Record<string, string> = {}) => new DomainError("invalid", code, params, "name");
  if (name.startsWith("*")) throw wrong("domain-wildcard");
  if (isIP(name.replace(/^\[|\]$/g, ""))) throw wrong("domain-is-address");
  const host = domainToASCII(name).replace(/\.$/, "");
  if (isIP(host)) throw wrong("domain-is-address");
  const labels = host.split(".");
  if (host === "" || host.length > 253 || !labels.every((label) => LABEL.test(label)))
    throw wrong("domain-malformed", { name: shortened(name) });
  // An ASCII form that encodes nothing, or not in the one correct way.
  const unicode = domainToUnicode(host);
  if (domainToASCII(unicode) !== host || /(^|\.)xn--/.test(unicode)) throw wrong("domain-malformed", { name: shortened(name) });
  for (const label of unicode.split(".")) if (!isOfOneScript(label)) throw wrong("domain-mixed-scripts", { label });
  if (own.some((one) => isSameOrBelow(host, one))) throw wrong("domain-of-platform", { name: host });
  if (labels.length < 2 || NOT_PUBLIC.some((end) => isSameOrBelow(host, end))) throw wrong("domain-not-public", { name: host });
  const { domain, isIcann, isPrivate } = parse(host, { allowPrivateDomains: true });
  // A name that no registry lists cannot be reached from elsewhere.
  if (!isIcann && !isPrivate) throw wrong("domain-not-public", { name: host });
  if (domain === null) throw wrong("domain-is-suffix", { name: host });
  return { host, registered: domain };
}

/** The name in a domain or an address: without scheme, port, path and final dot, in lower case. */
function hostPart(typed: string): string {
  const [rest = ""] = typed
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, "")
    .split(/[/?#]/);
  return rest
    .replace(/:\d{1,5}$/, "")
    .replace(/[.。]$/, "")
    .normalize("NFC")
    .toLowerCase();
}

const isSameOrBelow = (host: string, other: string) => host === other || host.endsWith(`.${other}`);
const shortened = (text: string) => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

/** Whether the letters of a label are of one script: letters that only look like others could imitate the name of somebody else. */
function isOfOneScript(label: string): boolean {
  const used = new Set<string>();
  for (const letter of label) {
    if (SHARED.test(letter)) continue;
    const script = SCRIPTS.find(({ pattern }) => pattern.test(letter));
    if (!script) return false;
    used.add(script.name);
  }
  return used.size <= 1 || TOGETHER.some((set) => [...used].every((name) => set.includes(name)));
}

/** As people write the name. */
export function shownName(host: string): string {
  return domainToUnicode(host) || host;
}
