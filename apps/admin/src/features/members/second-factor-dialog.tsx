"use client";
import { type SecondFactorRule, secondFactorFrom } from "@archipel/contracts/members.ts";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { useCommunity } from "../../kit/current-community.tsx";

const CHOICES = ["nobody", "manager", "moderator"] as const;

/** Which roles of the community need a second factor, and who of them has none yet. */
export function SecondFactorDialog({ onClose }: { readonly onClose: () => void }) {
  const api = useApi();
  const community = useCommunity();
  const rule = useQuery(api.members.secondFactorRule.queryOptions({ communityId: community.id }));
  return rule.data ? <RuleForm rule={rule.data} onClose={onClose} /> : null;
}

function RuleForm({ rule, onClose }: { readonly rule: SecondFactorRule; readonly onClose: () => void }) {
  const t = useTranslations("admin.secondFactorRule");
  const tr = useTranslations("admin.roles.names");
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const [from, setFrom] = useState(rule.from);
  const save = useMutation(
    api.members.setSecondFactorRule.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: t("saved") });
        onClose();
        await queryClient.invalidateQueries(api.members.pathFilter());
      },
    }),
  );
  const weakened = rule.without.filter(({ role }) => from === "moderator" || (from === "manager" && role === "manager"));
  return (
    <ConfirmDialog
      title={t("title")}
      actionLabel={t("save")}
      isDanger={false}
      isPending={save.isPending}
      error={save.error ? errorText(save.error) : undefined}
      open
      onOpenChange={(open) => !open && onClose()}
      onConfirm={() => save.mutate({ communityId: community.id, from })}
    >
      <p>{t("text")}</p>
      <RadioGroup
        legend={t("who")}
        name="second-factor-from"
        value={from ?? "nobody"}
        onValueChange={(value) => setFrom(secondFactorFrom.catch(null).parse(value))}
        options={CHOICES.map((value) => ({ value, label: t(value) }))}
      />
      {weakened.length > 0 && (
        <div>
          <p>{t("without", { count: weakened.length })}</p>
          <ul className="list-disc pl-5">
            {weakened.map(({ userId, name, role }) => (
              <li key={userId}>
                {name} ({tr(role)})
              </li>
            ))}
          </ul>
        </div>
      )}
    </ConfirmDialog>
  );
}
