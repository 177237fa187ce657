"use client";
import { type CommunityKeyScope, communityKeyScope, keyDays, type NewCommunityKey } from "@archipel/contracts/access.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { FormFooter } from "../../kit/forms/form-footer.tsx";
import { MadeKey } from "./made-key.tsx";

type Days = (typeof keyDays)[number];
const ENDLESS = "none";

/** Creates a key, then shows its secret once. */
export function CreateKeyDialog({ server, onClose }: { readonly server: string; readonly onClose: () => void }) {
  const t = useTranslations();
  const formId = useId();
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const [name, setName] = useState("");
  const [scope, setScope] = useState<CommunityKeyScope>("produce");
  const [days, setDays] = useState<Days | null>(365);
  const [made, setMade] = useState<NewCommunityKey | null>(null);
  const create = useMutation(
    api.access.createCommunityKey.mutationOptions({
      onSuccess: async (key) => {
        setMade(key);
        await queryClient.invalidateQueries(api.access.communityKeys.pathFilter());
      },
    }),
  );
  if (made) {
    return (
      <Dialog
        open
        title={t("admin.keys.made", { name: made.name })}
        closeLabel={t("common.actions.close")}
        onOpenChange={(isOpen) => !isOpen && onClose()}
        footer={
          <Button tone="primary" onClick={onClose}>
            {t("admin.keys.done")}
          </Button>
        }
      >
        <MadeKey made={made} server={server} />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      title={t("admin.keys.title")}
      description={t("admin.keys.intro", { community: community.name })}
      closeLabel={t("common.actions.close")}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={<FormFooter form={formId} label={t("admin.keys.add")} isDisabled={create.isPending} onCancel={onClose} />}
    >
      <form
        method="dialog"
        id={formId}
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate({ communityId: community.id, name, scope, days });
        }}
      >
        <Field label={t("admin.keys.name")} hint={t("admin.keys.nameHint")} mark={t("common.states.required")} isRequired>
          {(control) => (
            <TextInput
              {...control}
              required
              maxLength={80}
              autoComplete="off"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <RadioGroup
          legend={t("admin.keys.scope")}
          name="community-key-scope"
          value={scope}
          onValueChange={(value) => setScope(communityKeyScope.parse(value))}
          options={communityKeyScope.options.map((value) => ({
            value,
            label: t(`admin.keys.scopes.${value}`),
            hint: t(`admin.keys.scopeHints.${value}`),
          }))}
        />
        <Field label={t("admin.keys.life")}>
          {(control) => (
            <Select
              {...control}
              value={String(days ?? ENDLESS)}
              options={[
                ...keyDays.map((value) => ({ value: String(value), label: t(`admin.keys.days.${value}`) })),
                { value: ENDLESS, label: t("admin.keys.days.none") },
              ]}
              onChange={(event) => setDays(keyDays.find((value) => String(value) === event.target.value) ?? null)}
            />
          )}
        </Field>
        {create.error && <Alert tone="danger" title={errorText(create.error)} isLive />}
      </form>
    </Dialog>
  );
}
