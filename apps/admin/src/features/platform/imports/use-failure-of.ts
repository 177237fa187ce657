"use client";
import type { CommunityImport } from "@archipel/contracts/communities-transfer.ts";
import { useTranslations } from "next-intl";

/** The sentence of a stored failure: what is wrong in the file, and where. */
export function useFailureOf(): (error: NonNullable<CommunityImport["error"]>) => string {
  const t = useTranslations("errors");
  return ({ code, params }) => {
    const key = code as Parameters<typeof t>[0];
    return t.has(key) ? t(key, params as never) : t("internal");
  };
}
