"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { links } from "../../links.ts";
import { JoinButton } from "./join-button.tsx";

/** Accepts an invitation to a community, and opens it. */
export function AcceptInvitation({ code }: { readonly code: string }) {
  const t = useTranslations("admin.invitation");
  const api = useApi();
  const router = useRouter();
  const accept = useMutation(api.members.acceptInvitation.mutationOptions({ onSuccess: ({ slug }) => router.push(links.community(slug)) }));
  return (
    <JoinButton
      label={t("accept")}
      isPending={accept.isPending || accept.isSuccess}
      error={accept.error}
      onJoin={() => accept.mutate({ code })}
    />
  );
}
