"use client";
import type { Role } from "@archipel/contracts/members.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { links } from "../links.ts";
import { useCommunity, useRoleReason } from "./current-community.tsx";

/** A page that needs a role. Others read why they may not open it and who can help. core-api refuses the data in any case. */
export function RoleGate({ needs, children }: { readonly needs: Role; readonly children: ReactNode }) {
  const t = useTranslations("admin.gate");
  const community = useCommunity();
  const reason = useRoleReason()(needs);
  if (!reason) return children;
  return (
    <>
      <h1 className="sr-only">{t("closed")}</h1>
      <EmptyState
        title={reason}
        action={
          <Link href={links.community(community.slug)} className={buttonClass({ tone: "primary" })}>
            {t("back")}
          </Link>
        }
      >
        {t("askManager")}
      </EmptyState>
    </>
  );
}
