"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { links } from "../../links.ts";
import { useMe } from "../communities/current-community.tsx";
import { PageHeader } from "../shell/page-header.tsx";

/** Where the link of an invitation mail leads. The code is used once, by a click: a mail scanner that follows links accepts nothing. */
export function AcceptInvitation({ code }: { readonly code: string }) {
  const t = useTranslations("admin.invitation");
  const api = useApi();
  const me = useMe();
  const router = useRouter();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const accept = useMutation(
    api.members.acceptInvitation.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(api.identity.pathFilter());
        router.push(links.home());
      },
    }),
  );
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead", { email: me.email })} />
      {accept.error && <Alert tone="danger" title={errorText(accept.error)} isLive />}
      <Button tone="primary" className="self-start" disabled={accept.isPending} onClick={() => accept.mutate({ code })}>
        {t("accept")}
      </Button>
    </>
  );
}
