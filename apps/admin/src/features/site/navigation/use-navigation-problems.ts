"use client";
import type { DanglingLink, Navigation } from "@archipel/contracts/site-navigation.ts";
import { navigation as navigationSchema } from "@archipel/contracts/site-navigation.ts";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { FieldProblem } from "../fields/fields-context.tsx";

interface Moment {
  /** A save was asked for: what is not written yet is an error from now on. */
  readonly isTried: boolean;
  readonly isChanged: boolean;
}

/** What is wrong in the menus, and which stored links lead nowhere. */
export function useNavigationProblems(draft: Navigation, dangling: readonly DanglingLink[], { isTried, isChanged }: Moment) {
  const t = useTranslations("site-editor.navigation.problems");
  return useMemo(() => {
    const issues = navigationSchema.safeParse(draft).error?.issues ?? [];
    const errors = new Map(issues.map(({ path, message }) => [path.join("."), message]));
    const links = new Map(isChanged ? [] : dangling.map(({ path, reason }) => [path.join("."), reason]));
    return (where: string): FieldProblem | undefined => {
      const message = errors.get(where);
      if (message && (isTried || message !== "label-missing")) {
        const key = (["label-missing", "address", "control-characters"] as const).find((one) => one === message) ?? "wrong";
        return { text: t(key), isError: true };
      }
      const reason = links.get(where);
      return reason && { text: t(reason), isError: false };
    };
  }, [draft, dangling, isTried, isChanged, t]);
}
