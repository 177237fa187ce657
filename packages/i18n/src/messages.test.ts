import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, it } from "vitest";
import { LOCALES } from "./locales.ts";
import { MESSAGE_AREAS, messagesOf } from "./messages.ts";
import { errorText, translator } from "./translator.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

function leaves(value: object, prefix = ""): [string, string][] {
  return Object.entries(value).flatMap(([key, child]) =>
    typeof child === "string" ? [[prefix + key, child] as [string, string]] : leaves(child, `${prefix}${key}.`),
  );
}

/** Names of the arguments and tags that a message expects. */
function parameters(message: string): string[] {
  const names = new Set<string>();
  const walk = (part: unknown): void => {
    if (Array.isArray(part)) for (const child of part) walk(child);
    if (typeof part !== "object" || part === null) return;
    if ("type" in part && "value" in part && part.type !== 0 && part.type !== 7) names.add(String(part.value));
    for (const child of Object.values(part)) walk(child);
  };
  walk(new IntlMessageFormat(message, "fr").getAst());
  return [...names].sort();
}

describe.each(MESSAGE_AREAS)("messages of %s", (area) => {
  const [fr, en] = LOCALES.map((locale) => new Map(leaves(messagesOf(locale, [area])[area])));

  it("have the same keys in both languages", () => {
    expect([...(en?.keys() ?? [])].sort()).toEqual([...(fr?.keys() ?? [])].sort());
  });

  it("are never empty and take the same parameters in both languages", () => {
    for (const [key, text] of fr ?? []) {
      expect(text.trim(), key).not.toBe("");
      expect(en?.get(key)?.trim(), key).toBeTruthy();
      expect(parameters(en?.get(key) ?? ""), key).toEqual(parameters(text));
    }
  });

  it("say “courriel” in French and “email” in English", () => {
    const said = (texts: typeof fr, other: RegExp) => [...(texts ?? [])].filter(([, text]) => other.test(text)).map(([key]) => key);
    expect(said(fr, /(?<!\w)(e-)?mails?\b/i)).toEqual([]);
    expect(said(en, /(?<!\w)(e-)?mails?\b/i)).toEqual([]);
  });

  it("are all in use", () => {
    const unused = [...(fr?.keys() ?? [])].filter((key) => !isUsed(area, key));
    expect(unused).toEqual([]);
  });
});

/** What the code quotes as a whole, and how its templates begin. */
interface Quoted {
  code: string;
  texts: ReadonlySet<string>;
  heads: ReadonlySet<string>;
}

let read: Quoted | undefined;

/** Read once: searching all code for each key would take a minute. */
function quoted(): Quoted {
  if (read) return read;
  const sources = globSync(["apps/*/src/**/*.{ts,tsx}", "packages/*/src/**/*.{ts,tsx}"], {
    cwd: root,
    exclude: ["**/generated/**", "**/*.test.*", "**/node_modules/**"],
  });
  const code = sources.map((path) => readFileSync(root + path, "utf8")).join("\n");
  expect(code.length).toBeGreaterThan(10_000);
  const texts = [...code.matchAll(/"([\w.-]+)(?=")|`([\w.-]+)(?=`)/g)].map(([, plain, template]) => plain ?? template ?? "");
  const heads = [...code.matchAll(/`([\w.-]+)(?=\$\{)/g)].map(([, head]) => head ?? "");
  read = { code, texts: new Set(texts), heads: new Set(heads) };
  return read;
}

/** A key counts as used when the code quotes it, as a whole or by the end of its path, or builds it from a quoted prefix. */
function isUsed(area: string, key: string): boolean {
  const { code, texts, heads } = quoted();
  const path = `${area}.${key}`.split(".");
  const tails = path.map((_, start) => path.slice(start).join("."));
  // Of `errors.address-taken`: every part before a dot or a dash, where a template may continue.
  const starts = tails.flatMap((tail) => [...tail.matchAll(/[.-]/g)].map(({ index }) => tail.slice(0, index + 1)));
  return tails.some((tail) => texts.has(tail)) || starts.some((start) => heads.has(start)) || dynamicNamespace(code, path);
}

/** `useTranslations("common.topics")` followed by a computed key. */
function dynamicNamespace(code: string, path: readonly string[]): boolean {
  const namespace = path.slice(0, -1).join(".");
  return namespace.includes(".") && new RegExp(`ranslat(ions|or)\\([^)]*"${namespace.replaceAll(".", "\\.")}"`).test(code);
}

describe("outside React", () => {
  it("translates with parameters", () => {
    expect(translator("fr", "common")("pagination.page", { page: 3 })).toBe("Page 3");
  });

  it("gives a known error its own message and an unknown one the general message", () => {
    expect(errorText("en", "network")).toMatch(/does not answer/);
    expect(errorText("en", "no-such-code")).toBe(errorText("en", "unknown"));
  });
});
