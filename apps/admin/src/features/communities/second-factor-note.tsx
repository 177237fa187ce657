"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { buttonClass } from "@archipel/ui/button.tsx";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useCommunity } from "../../kit/current-community.tsx";
import { links } from "../../links.ts";

/** Says to a person whose role needs a second factor that they act in a weaker one, and where to add it. */
export function SecondFactorNote() {
  const t = useTranslations("admin.secondFactorRule");
  const tr = useTranslations("admin.roles.names");
  const { role, roleWithFactor } = useCommunity();
  if (roleWithFactor === null) return null;
  return (
    <Alert tone="warning" title={t("note", { held: tr(roleWithFactor), acting: tr(role) })}>
      <Link href={`${links.account()}#second-factor`} className={buttonClass()}>
        {t("add")}
      </Link>
    </Alert>
  );
}
