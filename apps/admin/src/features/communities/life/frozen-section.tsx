"use client";
import type { CommunityLife } from "@archipel/contracts/communities.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { FreezeDialog } from "./freeze-dialog.tsx";

/** Read-only: everything stays visible, and nobody writes. */
export function FrozenSection({ life }: { readonly life: CommunityLife }) {
  const t = useTranslations("communities.frozen");
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const [isAsking, setAsking] = useState(false);
  const unfreeze = useMutation(
    api.communityLife.unfreeze.mutationOptions({
      onSuccess: () =>
        Promise.all([
          queryClient.invalidateQueries(api.communityLife.pathFilter()),
          queryClient.invalidateQueries(api.communities.pathFilter()),
        ]),
    }),
  );
  return (
    <section aria-labelledby="frozen-title" className="flex max-w-3xl flex-col items-start gap-3">
      <h2 id="frozen-title" className="text-title">
        {t("title")}
      </h2>
      <p className="max-w-prose text-ink-muted">{t("text")}</p>
      {unfreeze.error && <Alert tone="danger" title={errorText(unfreeze.error)} isLive />}
      {life.frozen ? (
        <Button disabled={unfreeze.isPending} onClick={() => unfreeze.mutate({ communityId: life.id })}>
          {t("undo")}
        </Button>
      ) : (
        <Button onClick={() => setAsking(true)}>{t("action")}</Button>
      )}
      <FreezeDialog communityId={life.id} open={isAsking} onOpenChange={setAsking} />
    </section>
  );
}
