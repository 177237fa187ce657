import { IntlMessageFormat } from "intl-messageformat";

/** The only values that a sentence can name. */
export const placeholders = ["label", "code", "share", "area", "length", "distance", "date", "document", "authority", "article"] as const;
export type Placeholder = (typeof placeholders)[number];

/** The most arguments and cases of a message. A sentence has about three. */
const MAX_PARTS = 40;

/** Kinds of the parts of a message, as the parser numbers them. */
const TEXT = 0;
const ARGUMENT = 1;
const SELECT = 5;
const PLURAL = 6;
const HASH = 7;

export type MessageFault =
  | { reason: "message-unreadable" }
  | { reason: "placeholder-unknown"; name: string }
  | { reason: "placeholder-formatted"; name: string }
  | { reason: "message-too-complex" };

/**
 * Why a text cannot be a message: it is not an ICU message, names another value, or formats a value. Values are texts that are already
 * formatted for the reader, so that `{area, number}` would be wrong.
 */
export function messageFault(text: string): MessageFault | null {
  const parts = partsOf(text);
  if (parts === null) return { reason: "message-unreadable" };
  if (parts.length > MAX_PARTS) return { reason: "message-too-complex" };
  for (const { type, value } of parts) {
    if (type === TEXT || type === HASH) continue;
    if (!placeholders.some((name) => name === value)) return { reason: "placeholder-unknown", name: value };
    if (type !== ARGUMENT && type !== SELECT) return { reason: "placeholder-formatted", name: value };
  }
  return null;
}

/** The values that a message names, once each. Of an unreadable message: none. */
export function placeholdersOf(text: string): readonly Placeholder[] {
  const named = new Set((partsOf(text) ?? []).filter(({ type }) => type !== TEXT && type !== HASH).map(({ value }) => value));
  return placeholders.filter((name) => named.has(name));
}

/**
 * A message as texts and names of values, in order, so that it can be written without the formatter; null when it has cases. Most sentences
 * have none, and writing them so takes a tenth of the time.
 */
export function plainParts(text: string): readonly (string | { name: string })[] | null {
  const parts = partsOf(text);
  if (parts === null || parts.some(({ type }) => type !== TEXT && type !== ARGUMENT)) return null;
  return parts.map(({ type, value }) => (type === TEXT ? value : { name: value }));
}

interface Part {
  type: number;
  value: string;
}

/** All parts of a message at any depth; null when it cannot be read. */
function partsOf(text: string): Part[] | null {
  const parts: Part[] = [];
  try {
    collect(new IntlMessageFormat(text, "en", undefined, { ignoreTag: true }).getAst(), parts);
  } catch {
    return null;
  }
  return parts;
}

function collect(elements: readonly object[], into: Part[]): void {
  for (const element of elements) {
    if (into.length > MAX_PARTS) return;
    const [type, value] = [Reflect.get(element, "type"), Reflect.get(element, "value")];
    if (typeof type !== "number") continue;
    into.push({ type, value: typeof value === "string" ? value : "" });
    if (type !== SELECT && type !== PLURAL) continue;
    for (const option of Object.values<unknown>(Reflect.get(element, "options") ?? {})) {
      const inner = typeof option === "object" && option !== null ? Reflect.get(option, "value") : undefined;
      if (Array.isArray(inner)) collect(inner, into);
    }
  }
}
