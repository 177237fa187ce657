"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { buttonClass } from "@archipel/ui/button.tsx";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { hasRole } from "../../../kit/has-role.ts";
import { links } from "../../../links.ts";

/** What the law asks for and the portal does not say yet. Nothing is shown when all is filled in, or to people who may not fill it in. */
export function LegalWarning({ portalId }: { readonly portalId: string }) {
  const t = useTranslations("site-editor.legal");
  const api = useApi();
  const community = useCommunity();
  const legal = useQuery(
    api.siteLegal.get.queryOptions({ communityId: community.id, portalId }, { enabled: hasRole(community, "manager"), staleTime: 60_000 }),
  );
  const count = legal.data?.missing.length ?? 0;
  if (count === 0) return null;
  return (
    <Alert
      tone="warning"
      title={t("warning", { count })}
      action={
        <Link href={links.site(community.slug, portalId, "legal")} className={buttonClass()}>
          {t("fill")}
        </Link>
      }
    />
  );
}
