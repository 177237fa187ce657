"use client";
import { buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { Building2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { useMe } from "../../kit/current-community.tsx";
import { links } from "../../links.ts";
import { OwnInvitations } from "../members/own-invitations.tsx";

/** Redirects to the person's first community, or an operator without one to the platform. */
export function StartPage() {
  const t = useTranslations("admin.start");
  const me = useMe();
  const router = useRouter();
  const first = me.communities[0];
  const target = first ? links.community(first.slug) : me.isOperator ? links.platform() : null;
  useEffect(() => {
    if (target) router.replace(target);
  }, [target, router]);
  if (target) return null;
  return (
    <>
      <h1 className="sr-only">{t("none")}</h1>
      <OwnInvitations />
      <EmptyState
        icon={<Building2 aria-hidden className="size-8" />}
        title={t("none")}
        action={
          <Link href={links.account()} className={buttonClass({ tone: "primary" })}>
            {t("account")}
          </Link>
        }
      >
        {t("noneText", { email: me.email })}
      </EmptyState>
    </>
  );
}
