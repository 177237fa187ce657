"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { links } from "../../links.ts";

/** The code is used once, by a click: a mail scanner that opens the link does not accept the invitation. */
export function AcceptInvitation({ code }: { readonly code: string }) {
  const t = useTranslations("admin.invitation");
  const api = useApi();
  const router = useRouter();
  const errorText = useErrorText();
  const accept = useMutation(api.members.acceptInvitation.mutationOptions({ onSuccess: ({ slug }) => router.push(links.community(slug)) }));
  return (
    <>
      {accept.error && <Alert tone="danger" title={errorText(accept.error)} isLive />}
      <Button tone="primary" disabled={accept.isPending || accept.isSuccess} onClick={() => accept.mutate({ code })}>
        {t("accept")}
      </Button>
    </>
  );
}
