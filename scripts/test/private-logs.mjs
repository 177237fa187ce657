// Reads all logs of a run of journeys for what no log may have: what people typed, who they are, where they asked, and what opens an account.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import accounts from "../../prisma/seed/accounts.json" with { type: "json" };

/** Words that a process logs for other reasons. */
const SHORTEST = 5;
const FORMS = [
  ["a mail address", /[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/i],
  ["a credential", /\b(?:Bearer|Basic|DPoP)\s+[\w.~+/=-]{8,}|\barchipel_[\w-]{16,}|\beyJ[\w-]{8,}\.[\w-]{8,}/],
  ["a cookie", /archipel\.session[\w.-]*=[^\s";]{8,}|__Host-[\w.-]+=[^\s";]{8,}/],
  ["the query of an address", /[?&](?:q|lat|lon|lng|code|follow|token|key|email|place|input|filter|bbox)=[^\s"'&]/],
  ["a pass to a portal", /portal-pass\.[0-9a-f-]{8,}\.\w/],
  ["a code of a link", /\/(?:invitations|hub\/steps)\/(?:(?:groups|organisations)\/)?[\w-]{20,}/],
  ["a place", /-?\b\d{1,3}\.\d{4,}\s*[,;/ ]\s*-?\d{1,3}\.\d{4,}\b|\bPOINT\s*\(/],
  ["the row of a statement", /\b(?:DETAIL|STATEMENT|CONTEXT):\s|\bKey \([^)]*\)=\(|Failing row contains/],
];

/**
 * @param folder of the logs
 * @param typedFile where journeys noted what they typed and asked, one JSON text a line (e2e/pages/typed.ts)
 * @returns each finding with its file, line and kind; not what was found, which would be in another log then
 */
export function personalInLogs(folder, typedFile) {
  const typed = existsSync(typedFile)
    ? readFileSync(typedFile, "utf8")
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : [];
  const names = accounts.accounts.flatMap(({ name, email }) => [name, email]);
  const texts = [...new Set([accounts.password, ...names, ...typed])].filter((text) => text.length >= SHORTEST);
  const written = texts.flatMap((text) => [text, encodeURIComponent(text), JSON.stringify(text).slice(1, -1)]);
  return readdirSync(folder)
    .filter((name) => name.endsWith(".log"))
    .flatMap((name) =>
      readFileSync(path.join(folder, name), "utf8")
        .split("\n")
        .flatMap((line, index) => kindsIn(line, written).map((kind) => `${path.join(folder, name)}:${index + 1}: ${kind}`)),
    );
}

function kindsIn(line, written) {
  const kinds = FORMS.filter(([, form]) => form.test(line)).map(([kind]) => kind);
  return written.some((text) => line.includes(text)) ? [...kinds, "what a journey typed or asked, or who it is"] : kinds;
}
