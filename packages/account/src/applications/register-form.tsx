"use client";
import type { KeyDataset } from "@archipel/contracts/access.ts";
import type { ApplicationScope } from "@archipel/contracts/applications.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Checkbox, RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea, TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { type ReactNode, useId, useState } from "react";
import { DataChoice } from "../keys/data-choice.tsx";
import type { ChosenData } from "../keys/key-limits.tsx";
import type { NewRegistration } from "./registered.tsx";

const SCOPES = ["profile", "read", "contribute", "tiles", "features", "downloads"] as const satisfies readonly ApplicationScope[];
const KINDS = ["public", "confidential"] as const;

interface RegisterFormProps {
  readonly isBusy: boolean;
  readonly failure: ReactNode;
  readonly findDatasets: (text: string) => Promise<readonly KeyDataset[]>;
  readonly onRegister: (input: NewRegistration) => void;
  readonly onClose: () => void;
}

/** Registers an application of a partner. Long: one form. */
export function RegisterForm({ isBusy, failure, findDatasets, onRegister, onClose }: RegisterFormProps) {
  const t = useTranslations("access.applications");
  const ta = useTranslations("common.actions");
  const formId = useId();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [redirects, setRedirects] = useState("");
  const [kind, setKind] = useState<(typeof KINDS)[number]>("public");
  const [scopes, setScopes] = useState<readonly ApplicationScope[]>(["read", "features"]);
  const [data, setData] = useState<readonly ChosenData[]>([]);
  return (
    <Dialog
      open
      title={t("register")}
      closeLabel={ta("close")}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{ta("cancel")}</Button>
          <Button tone="primary" type="submit" form={formId} disabled={isBusy || scopes.length === 0}>
            {t("register")}
          </Button>
        </>
      }
    >
      <form
        method="dialog"
        id={formId}
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          const redirectUris = redirects.split(/\s+/).filter((line) => line !== "");
          const idsOf = (wanted: ChosenData["kind"]) => data.flatMap((one) => (one.kind === wanted ? [one.id] : []));
          onRegister({
            ...{ name, description, kind, redirectUris, scopes: [...scopes] },
            ...{ datasetIds: idsOf("dataset"), layerIds: idsOf("layer") },
          });
        }}
      >
        <Field label={t("name")} hint={t("nameHint")}>
          {(control) => (
            <TextInput
              {...control}
              required
              maxLength={80}
              autoComplete="off"
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <Field label={t("description")} hint={t("descriptionHint")}>
          {(control) => (
            <TextArea {...control} rows={2} maxLength={500} value={description} onChange={({ target }) => setDescription(target.value)} />
          )}
        </Field>
        <Field label={t("redirects")} hint={t("redirectsHint")}>
          {(control) => (
            <TextArea
              {...control}
              required
              rows={2}
              spellCheck={false}
              autoComplete="off"
              value={redirects}
              onChange={({ target }) => setRedirects(target.value)}
            />
          )}
        </Field>
        <RadioGroup
          legend={t("kind")}
          name="application-kind"
          value={kind}
          onValueChange={(value) => setKind(KINDS.find((one) => one === value) ?? "public")}
          options={KINDS.map((value) => ({ value, label: t(`kinds.${value}`), hint: t(`kindHints.${value}`) }))}
        />
        <fieldset>
          <legend className="mb-1.5 font-medium">{t("may")}</legend>
          <p className="text-ink-muted text-small">{t("mayHint")}</p>
          {SCOPES.map((scope) => (
            <Checkbox
              key={scope}
              label={t(`scopes.${scope}`)}
              checked={scopes.includes(scope)}
              onChange={({ target }) => setScopes(target.checked ? [...scopes, scope] : scopes.filter((one) => one !== scope))}
            />
          ))}
        </fieldset>
        <DataChoice value={data} onChange={setData} findDatasets={findDatasets} />
        {failure}
      </form>
    </Dialog>
  );
}
