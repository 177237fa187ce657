"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { buttonClass } from "@archipel/ui/button.tsx";
import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { links } from "../../links.ts";
import { JoinButton } from "../members/join-button.tsx";
import { useOrganisationName } from "./use-name.ts";

/** Joins an organisation, and leads to it. */
export function JoinOrganisation({ code }: { readonly code: string }) {
  const t = useTranslations("organisations.invitation");
  const api = useApi();
  const nameOf = useOrganisationName();
  const join = useMutation(api.organisations.join.mutationOptions());
  if (!join.data) {
    return <JoinButton label={t("accept")} isPending={join.isPending} error={join.error} onJoin={() => join.mutate({ code })} />;
  }
  return (
    <Alert
      tone="success"
      title={t("joined", { organisation: nameOf(join.data) })}
      isLive
      action={
        <Link href={links.organisation(join.data.id)} className={buttonClass()}>
          {t("open")}
        </Link>
      }
    />
  );
}
