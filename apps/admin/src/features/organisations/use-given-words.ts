"use client";
import type { Given } from "@archipel/contracts/organisations.ts";
import { useLocale, useTranslations } from "next-intl";

/** Says in a few words what a community gives. */
export function useGivenWords(): (given: Given) => string {
  const t = useTranslations("organisations.given");
  const list = new Intl.ListFormat(useLocale());
  return ({ reading, membersUpTo, grants, figures }) => {
    const parts = [
      ...(reading ? [t("short.reading")] : []),
      ...(membersUpTo ? [t("short.members", { role: membersUpTo })] : []),
      ...(grants ? [t("short.grants")] : []),
      ...(figures ? [t("short.figures")] : []),
    ];
    return parts.length === 0 ? t("nothing").toLocaleLowerCase() : list.format(parts);
  };
}
