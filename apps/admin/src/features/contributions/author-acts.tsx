"use client";
import type { Contribution } from "@archipel/contracts/contributions.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { useCommunity } from "../../kit/current-community.tsx";
import { links } from "../../links.ts";

/** Submits or withdraws the person's own contribution; prepares the revert of a merged one. */
export function AuthorActs({ contribution }: { readonly contribution: Contribution }) {
  const t = useTranslations("admin.contributions");
  const api = useApi();
  const router = useRouter();
  const { id: communityId, slug } = useCommunity();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const [asked, setAsked] = useState<"withdraw" | "revert" | null>(null);
  const refresh = () => queryClient.invalidateQueries(api.contributions.pathFilter());
  const close = () => setAsked(null);
  const submit = useMutation(api.contributions.submit.mutationOptions({ onSuccess: refresh }));
  const withdraw = useMutation(
    api.contributions.withdraw.mutationOptions({
      onSuccess: async () => {
        close();
        await refresh();
      },
    }),
  );
  const revert = useMutation(
    api.contributions.revert.mutationOptions({
      onSuccess: async (made) => {
        await refresh();
        router.push(links.contribution(slug, made.id));
      },
    }),
  );
  const about = { communityId, contributionId: contribution.id };
  const { allowed, title } = contribution;
  return (
    <>
      {allowed.includes("submit") && (
        <Button tone={allowed.includes("merge") ? "secondary" : "primary"} disabled={submit.isPending} onClick={() => submit.mutate(about)}>
          {t("acts.submit")}
        </Button>
      )}
      {submit.error && <Alert tone="danger" title={errorText(submit.error)} isLive />}
      {allowed.includes("withdraw") && (
        <Button tone="quiet" onClick={() => setAsked("withdraw")}>
          {t("acts.withdraw")}
        </Button>
      )}
      {allowed.includes("revert") && <Button onClick={() => setAsked("revert")}>{t("acts.revert")}</Button>}
      <ConfirmDialog
        title={t("withdrawTitle", { title })}
        actionLabel={t("acts.withdraw")}
        isPending={withdraw.isPending}
        error={withdraw.error ? errorText(withdraw.error) : undefined}
        open={asked === "withdraw"}
        onOpenChange={close}
        onConfirm={() => withdraw.mutate(about)}
      >
        <p>{t("withdrawText")}</p>
      </ConfirmDialog>
      <ConfirmDialog
        title={t("revert.title", { title })}
        actionLabel={t("revert.action")}
        isDanger={false}
        isPending={revert.isPending}
        error={revert.error ? errorText(revert.error) : undefined}
        open={asked === "revert"}
        onOpenChange={close}
        onConfirm={() => revert.mutate(about)}
      >
        <p>{t("revert.text")}</p>
      </ConfirmDialog>
    </>
  );
}
