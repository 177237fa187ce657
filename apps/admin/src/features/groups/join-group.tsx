"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { buttonClass } from "@archipel/ui/button.tsx";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { JoinButton } from "../members/join-button.tsx";

/** Joins a group, and says so. */
export function JoinGroup({ code }: { readonly code: string }) {
  const t = useTranslations("groups.invitation");
  const api = useApi();
  const join = useMutation(api.groups.join.mutationOptions());
  if (!join.data) {
    return <JoinButton label={t("accept")} isPending={join.isPending} error={join.error} onJoin={() => join.mutate({ code })} />;
  }
  return (
    <Alert tone="success" title={t("joined", { group: join.data.name })} isLive>
      {t("joinedText")}
      <ul className="mt-2 flex flex-wrap gap-2">
        {join.data.portals.map(({ name, address }) => (
          <li key={address}>
            <a href={address} className={buttonClass()}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
