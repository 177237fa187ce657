"use client";
import type { IdentityRule } from "@archipel/contracts/members.ts";
import { mailDomain } from "@archipel/contracts/text.ts";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { Concerned, RoleRuleDialog } from "./role-rule-dialog.tsx";

const CHOICES = ["nobody", "manager", "member"] as const;

/** Which roles of the community need an identity of an institution, which institutions count, and who would lose rights. */
export function IdentityRuleDialog({ onClose }: { readonly onClose: () => void }) {
  const api = useApi();
  const community = useCommunity();
  const rule = useQuery(api.members.identityRule.queryOptions({ communityId: community.id }));
  return rule.data ? <RuleForm rule={rule.data} onClose={onClose} /> : null;
}

function RuleForm({ rule, onClose }: { readonly rule: IdentityRule; readonly onClose: () => void }) {
  const t = useTranslations("admin.identityRule");
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const [from, setFrom] = useState(rule.from);
  const [providers, setProviders] = useState<readonly string[]>(rule.providers);
  const [typed, setTyped] = useState(rule.domains.join(" "));
  const words = typed.split(/[\s,;]+/).filter((word) => word !== "");
  const bad = words.find((word) => !mailDomain.safeParse(word).success);
  const wanted = { communityId: community.id, from, providers: [...providers], domains: bad === undefined ? words : [] };
  const asked = useDeferredValue(JSON.stringify(wanted));
  const lacking = useQuery(
    api.members.lackingIdentity.queryOptions(JSON.parse(asked) as typeof wanted, {
      placeholderData: keepPreviousData,
      enabled: from !== null,
    }),
  );
  const save = useMutation(
    api.members.setIdentityRule.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: t("saved") });
        onClose();
        await queryClient.invalidateQueries(api.members.pathFilter());
      },
    }),
  );
  return (
    <RoleRuleDialog
      words={{ title: t("title"), text: t("text"), legend: t("who"), save: t("save") }}
      choice={{
        name: "identity-from",
        options: CHOICES.map((value) => ({ value, label: t(value) })),
        chosen: from ?? "nobody",
        onChoose: (value) => setFrom(value === "nobody" ? null : value),
      }}
      save={save}
      onSave={() => bad === undefined && save.mutate(wanted)}
      onClose={onClose}
    >
      {from !== null && (
        <>
          <Providers offered={rule.offered} chosen={providers} onChange={setProviders} />
          <Field label={t("domains")} hint={t("domainsHint")} error={bad === undefined ? undefined : t("domainWrong", { domain: bad })}>
            {(control) => (
              <TextInput
                {...control}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                autoCapitalize="none"
                spellCheck={false}
              />
            )}
          </Field>
          {lacking.data && <Concerned sentence={t("lacking", { count: lacking.data.length })} people={lacking.data} />}
        </>
      )}
    </RoleRuleDialog>
  );
}

interface ProvidersProps {
  readonly offered: IdentityRule["offered"];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

function Providers({ offered, chosen, onChange }: ProvidersProps) {
  const t = useTranslations("admin.identityRule");
  const locale = useLocale();
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">{t("providers")}</legend>
      {offered.length === 0 && <p className="text-ink-muted">{t("noProviders")}</p>}
      {offered.map(({ id, name }) => (
        <Checkbox
          key={id}
          label={name[locale] ?? name.fr ?? ""}
          checked={chosen.includes(id)}
          onChange={({ target }) => onChange(target.checked ? [...chosen, id] : chosen.filter((one) => one !== id))}
        />
      ))}
    </fieldset>
  );
}
