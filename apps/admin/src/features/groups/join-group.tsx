"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";

/** The code is used once, by a click: a mail scanner that opens the link does not accept the invitation. */
export function JoinGroup({ code }: { readonly code: string }) {
  const t = useTranslations("groups.invitation");
  const api = useApi();
  const errorText = useErrorText();
  const join = useMutation(api.groups.join.mutationOptions());
  if (join.data) {
    return (
      <Alert tone="success" title={t("joined", { group: join.data.name })} isLive>
        {t("joinedText")}
      </Alert>
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
