"use client";
import type { SecondFactorRule } from "@archipel/contracts/members.ts";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { Concerned, RoleRuleDialog } from "./role-rule-dialog.tsx";

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
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
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
    <RoleRuleDialog
      words={{ title: t("title"), text: t("text"), legend: t("who"), save: t("save") }}
      choice={{
        name: "second-factor-from",
        options: CHOICES.map((value) => ({ value, label: t(value) })),
        chosen: from ?? "nobody",
        onChoose: (value) => setFrom(value === "nobody" ? null : value),
      }}
      save={save}
      onSave={() => save.mutate({ communityId: community.id, from })}
      onClose={onClose}
    >
      {weakened.length > 0 && <Concerned sentence={t("without", { count: weakened.length })} people={weakened} />}
    </RoleRuleDialog>
  );
}
