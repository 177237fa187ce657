"use client";
import type { AuditEntry } from "@archipel/contracts/audit.ts";
import { useLocale, useTranslations } from "next-intl";

type Told = Pick<AuditEntry, "action" | "actorName" | "keyName" | "organisation" | "summary">;

/** Takes the place of the name in a sentence, where the name may become a link. */
const NAME = "\u0000";

/** What changed, in words: the message `admin.audit.actions.<noun>.<verb>` filled with the entry's summary. */
export function useAuditSentence(): (entry: Told) => string {
  const parts = useAuditParts();
  return (entry) => parts(entry).join("");
}

/** The same sentence in three: before the name of the changed thing, the name, and after it. Without a name in it all is before. */
export function useAuditParts(): (entry: Told) => readonly [string, string, string] {
  const t = useTranslations("admin.audit");
  const locale = useLocale();
  const roleName = useTranslations("admin.roles.names");
  return ({ action, actorName, keyName, organisation, summary }) => {
    // People of an organisation are no members: the community knows the organisation alone.
    const person = actorName ?? t(organisation ? "someone" : "platform");
    const actor = organisation
      ? t("byOrganisation", { actor: person, organisation: locale === "fr" ? organisation.nameFr : organisation.nameEn })
      : keyName === null
        ? person
        : t("byKey", { actor: person, key: keyName });
    const key = `actions.${action}`;
    if (!t.has(key as never)) return [t("unknownAction", { actor, action }), "", ""];
    // The home page has no address, and is named by no summary.
    const named = namedOf(summary) || (action.startsWith("site.page-") ? t("homePage") : "");
    // A change of role has `from` and `to` instead of `role`.
    const given = summary.role ?? summary.to;
    const role = typeof given === "string" && roleName.has(given as never) ? roleName(given as never) : "";
    const network = typeof summary.network === "string" ? summary.network : "";
    const community = typeof summary.community === "string" ? summary.community : "";
    const sentence: string = t(key as never, { actor, named: NAME, role, network, community } as never);
    const [before = "", ...after] = sentence.split(NAME);
    return after.length === 0 ? [before, "", ""] : [before, named, after.join(named)];
  };
}

/** The name of the changed object, as it was then. */
function namedOf(summary: Readonly<Record<string, unknown>>): string {
  const name = [summary.title, summary.name, summary.fileName, summary.email, summary.slug].find(
    (value) => typeof value === "string" && value !== "",
  );
  return typeof name === "string" ? name : "";
}
