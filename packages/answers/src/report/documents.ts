import { DEFAULT_LOCALE, type Locale } from "@archipel/i18n/locales.ts";
import type { Pack } from "../packs/pack.ts";
import { approvalOf } from "./approval.ts";
import type { Draft } from "./draft.ts";
import { compared } from "./order.ts";
import type { ThemeAnswer } from "./report.ts";
import { safeUrl } from "./safe-url.ts";
import { say } from "./say.ts";

/** The documents in force before those under way, then by title. */
const ORDER = ["inForce", "partlyAnnulled", "unknown", "pendingWithEffect", "pendingWithoutEffect", "replaced", "annulled"];

/** The documents that the findings of a theme belong to, each once, with the line that says its date and state. */
export function documentsOf(pack: Pack, drafts: readonly Draft[], locale: Locale): ThemeAnswer["documents"] {
  const documents = new Map<string, ThemeAnswer["documents"][number]>();
  for (const { document, status, reading } of drafts) {
    if (!document || documents.has(document.id)) continue;
    const line = pack.documents.lines[status];
    const url = safeUrl(document.url);
    const lang = reading.layer.language ?? DEFAULT_LOCALE;
    const named = (text: string) => ({ text, lang });
    documents.set(document.id, {
      id: document.id,
      title: document.title,
      ...(lang === locale ? {} : { lang }),
      status,
      ...(document.approved === undefined ? {} : { approved: document.approved }),
      ...(document.validUntil === undefined ? {} : { validUntil: document.validUntil }),
      ...(url === null ? {} : { url }),
      line: line
        ? say(line, locale, (name, wanted) => {
            if (name === "document") return named(document.title);
            if (name === "date") return approvalOf(document, wanted);
            return name === "authority" && document.authority ? named(document.authority.name) : undefined;
          })
        : null,
    });
  }
  return [...documents.values()].sort(
    (a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || compared(a.title, b.title) || compared(a.id, b.id),
  );
}
