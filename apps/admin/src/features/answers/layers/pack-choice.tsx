"use client";
import { type AnswerPack, answerPacks } from "@archipel/contracts/answers.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { FailureAlert } from "../../../kit/failure-alert.tsx";

/** The packs of rules that a portal answers with. */
export function PackChoice({ portalId, chosen }: { readonly portalId: string; readonly chosen: readonly AnswerPack[] }) {
  const t = useTranslations("admin.answers.packs");
  const tf = useTranslations("admin.forms");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const [packs, setPacks] = useState<readonly AnswerPack[]>(chosen);
  const isSame = answerPacks.every((pack) => packs.includes(pack) === chosen.includes(pack));
  const save = useMutation(
    api.answers.choosePacks.mutationOptions({
      onSuccess: () => {
        toasts.add({ title: tf("saved") });
        return queryClient.invalidateQueries(api.answers.pathFilter());
      },
    }),
  );
  return (
    <form
      method="dialog"
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSame) save.mutate({ communityId, portalId, packs: [...packs] });
      }}
    >
      <fieldset>
        <legend className="text-title">{t("title")}</legend>
        <p className="mb-2 max-w-prose text-ink-muted">{t(chosen.length === 0 ? "noneYet" : "lead")}</p>
        <div className="grid gap-x-8 md:grid-cols-2">
          {answerPacks.map((pack) => (
            <Checkbox
              key={pack}
              label={t(`names.${pack}`)}
              hint={t(`hints.${pack}`)}
              checked={packs.includes(pack)}
              onChange={({ target }) => setPacks(target.checked ? [...packs, pack] : packs.filter((one) => one !== pack))}
            />
          ))}
        </div>
      </fieldset>
      {save.error && <FailureAlert error={save.error} />}
      <Button
        type="submit"
        tone="primary"
        className="self-start"
        reasonAlign="start"
        disabled={save.isPending}
        {...(isSame && { disabledReason: tf("unchanged") })}
      >
        {t("save")}
      </Button>
    </form>
  );
}
