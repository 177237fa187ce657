"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { links } from "../../links.ts";
import { useOrganisationName } from "./use-name.ts";

/** The code is used once, by a click: a mail scanner that opens the link does not accept the invitation. */
export function JoinOrganisation({ code }: { readonly code: string }) {
  const t = useTranslations("organisations.invitation");
  const api = useApi();
  const errorText = useErrorText();
  const nameOf = useOrganisationName();
  const join = useMutation(api.organisations.join.mutationOptions());
  if (join.data) {
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
  return (
    <>
      {join.error && <Alert tone="danger" title={errorText(join.error)} isLive />}
      <Button tone="primary" disabled={join.isPending} onClick={() => join.mutate({ code })}>
        {t("accept")}
      </Button>
    </>
  );
}
