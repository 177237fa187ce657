/** How a file is named, in words. `own`: a pattern that a person wrote. */
export const fileNamings = ["any", "exact", "begins", "contains", "own"] as const;
export interface FileNaming {
  readonly how: (typeof fileNamings)[number];
  readonly text: string;
  /** Null: in any folder; empty: at the root. */
  readonly folder: string | null;
}

/** The form of a value, in words. */
export const valueNamings = ["none", "digits", "begins", "ends", "contains", "own"] as const;
export interface ValueNaming {
  readonly how: (typeof valueNamings)[number];
  /** The text, or the number of digits. */
  readonly text: string;
}

export function filePattern({ how, text, folder }: FileNaming): string {
  if (how === "own") return text;
  const place = folder === null ? "(.*/)?" : folder === "" ? "" : `${literal(folder.replace(/^\/+|\/+$/g, ""))}/`;
  if (how === "any") return folder === null ? ".*" : `${place}[^/]*`;
  if (text === "") return "";
  const name = literal(text);
  return place + { exact: name, begins: `${name}[^/]*`, contains: `[^/]*${name}[^/]*` }[how];
}

/** Recognises only patterns that the form itself would write. Any other is the person's own pattern. */
export function fileNamingOf(pattern: string): FileNaming {
  const own: FileNaming = { how: "own", text: pattern, folder: null };
  const anywhere = pattern.startsWith("(.*/)?");
  const path = anywhere ? pattern.slice("(.*/)?".length) : pattern;
  const cut = path.replaceAll("[^/]", "[^|]").lastIndexOf("/");
  const folder = anywhere || pattern === ".*" ? null : unescaped(path.slice(0, Math.max(cut, 0)));
  const name = path.slice(cut + 1);
  if (folder === undefined) return own;
  const inner = name.replace(/^\[\^\/\]\*/, "").replace(/\[\^\/\]\*$/, "");
  const text = unescaped(inner) ?? "";
  const how = pattern === ".*" || name === "[^/]*" ? "any" : name.startsWith("[^/]*") ? "contains" : name === inner ? "exact" : "begins";
  const read: FileNaming = { how, text: how === "any" ? "" : text, folder };
  return filePattern(read) === pattern ? read : own;
}

export function valuePattern({ how, text }: ValueNaming): string | undefined {
  if (how === "none") return undefined;
  if (how === "own") return text;
  if (how === "digits") return text === "" ? "[0-9]+" : `[0-9]{${text}}`;
  if (text === "") return "";
  const part = literal(text);
  return { begins: `${part}.*`, ends: `.*${part}`, contains: `.*${part}.*` }[how];
}

export function valueNamingOf(pattern: string | undefined): ValueNaming {
  if (pattern === undefined) return { how: "none", text: "" };
  const inner = pattern.replace(/^\.\*/, "").replace(/\.\*$/, "");
  const text = unescaped(inner) ?? "";
  const count = /^\[0-9\]\{(\d+)\}$/.exec(pattern)?.[1] ?? "";
  const readings: ValueNaming[] = [
    { how: "digits", text: count },
    { how: "contains", text },
    { how: "begins", text },
    { how: "ends", text },
  ];
  return readings.find((read) => (read.how === "digits" || text !== "") && valuePattern(read) === pattern) ?? { how: "own", text: pattern };
}

const SIGNS = /[\\^$.*+?()[\]{}|]/g;

function literal(text: string): string {
  return text.replace(SIGNS, "\\$&");
}

/** The literal text of a pattern; undefined when it has regular expression operators. */
function unescaped(pattern: string): string | undefined {
  const text = pattern.replace(/\\([^a-zA-Z0-9])/g, "$1");
  return literal(text) === pattern ? text : undefined;
}
