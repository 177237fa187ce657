"use client";
import { endOf, KeyLife } from "@archipel/account/keys/key-life.tsx";
import { KeyLimits, limitsOf, NO_LIMITS } from "@archipel/account/keys/key-limits.tsx";
import { type CommunityKeyScope, communityKeyScope, keyDays, keyService, type NewCommunityKey } from "@archipel/contracts/access.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useApi, useApiClient } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { FormFooter } from "../../kit/forms/form-footer.tsx";
import { MadeKey } from "./made-key.tsx";

const ENDLESS = "none";
const daysOf = (value: string) => keyDays.find((days) => String(days) === value) ?? null;

/** Creates a key, then shows its secret once. Long: one form. */
export function CreateKeyDialog({ server, onClose }: { readonly server: string; readonly onClose: () => void }) {
  const t = useTranslations();
  const formId = useId();
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const [name, setName] = useState("");
  const [scope, setScope] = useState<CommunityKeyScope>("produce");
  const [life, setLife] = useState({ value: "365", until: "" });
  const [limits, setLimits] = useState(NO_LIMITS);
  const client = useApiClient();
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
          const end = endOf(life.value, life.until, daysOf);
          create.mutate({ communityId: community.id, name, scope, ...end, ...limitsOf(limits, keyService.options) });
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
        <KeyLife
          label={t("admin.keys.life")}
          options={[
            ...keyDays.map((value) => ({ value: String(value), label: t(`admin.keys.days.${value}`) })),
            { value: ENDLESS, label: t("admin.keys.days.none") },
          ]}
          value={life.value}
          until={life.until}
          onChange={(value, until) => setLife({ value, until })}
        />
        <KeyLimits
          value={limits}
          onChange={setLimits}
          services={keyService.options}
          findDatasets={(text) => client.access.keyDatasets.query({ communityId: community.id, text })}
        />
        {create.error && <Alert tone="danger" title={errorText(create.error)} isLive />}
      </form>
    </Dialog>
  );
}
