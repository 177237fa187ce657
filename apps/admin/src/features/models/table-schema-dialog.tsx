"use client";
import { modelKey } from "@archipel/contracts/models.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { TextArea, TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { links } from "../../links.ts";
import { modelIn } from "./model-in.ts";

/** Imports a Table Schema: read a file, review it, save it as a model of the community. */
export function TableSchemaDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations("models.list");
  const tc = useTranslations("common.actions");
  const locale = useLocale();
  const api = useApi();
  const community = useCommunity();
  const router = useRouter();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const [text, setText] = useState("");
  const [key, setKey] = useState("");
  const read = useMutation(api.models.fromTableSchema.mutationOptions());
  const save = useMutation(
    api.models.save.mutationOptions({
      onSuccess: async (saved, { definition }) => {
        toasts.add({ title: t("saved", { title: modelIn(definition).title[locale] }) });
        await queryClient.invalidateQueries(api.models.pathFilter());
        router.push(links.model(community.slug, saved.key));
      },
    }),
  );
  const isKeyRight = key === "" || modelKey.safeParse(key).success;
  const draft = read.data && modelIn(read.data.definition);
  const error = save.error ?? read.error;
  return (
    <Dialog
      open
      title={t("importTitle")}
      description={t("importText")}
      closeLabel={tc("close")}
      placement="wide"
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        draft ? (
          <>
            <Button onClick={() => read.reset()}>{t("importBack")}</Button>
            <Button
              tone="primary"
              disabled={save.isPending}
              onClick={() => save.mutate({ communityId: community.id, definition: read.data.definition, baseVersion: null })}
            >
              {t("importSave")}
            </Button>
          </>
        ) : (
          <Button
            tone="primary"
            disabled={read.isPending || text.trim() === "" || !isKeyRight}
            onClick={() => read.mutate({ communityId: community.id, text, ...(key && { key }) })}
          >
            {t("importRead")}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {error && <Alert tone="danger" isLive title={errorText(error)} />}
        {draft ? (
          <ul className="flex flex-col gap-2">
            {Object.entries(draft.tables ?? {}).map(([name, { fields }]) => (
              <li key={name}>
                <p className="font-medium">{t("importFound", { title: draft.title[locale], count: fields.length })}</p>
                <p className="break-words text-ink-muted text-small">{fields.map((field) => field.name).join(", ")}</p>
              </li>
            ))}
          </ul>
        ) : (
          <>
            <Field label={t("importFile")}>
              {(control) => (
                <input
                  {...control}
                  ref={hearEarly}
                  type="file"
                  accept=".json,application/json"
                  className="max-w-full"
                  onChange={async (event) => setText((await event.target.files?.[0]?.text()) ?? "")}
                />
              )}
            </Field>
            <Field label={t("importPaste")}>
              {(control) => <TextArea {...control} rows={6} value={text} onChange={(event) => setText(event.target.value)} />}
            </Field>
            <Field label={t("importKey")} hint={t("importKeyHint")} {...(!isKeyRight && { error: t("importKeyHint") })}>
              {(control) => <TextInput {...control} value={key} onChange={(event) => setKey(event.target.value.trim())} />}
            </Field>
          </>
        )}
      </div>
    </Dialog>
  );
}
