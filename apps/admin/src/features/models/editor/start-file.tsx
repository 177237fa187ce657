"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { draftOf } from "./draft.ts";
import { readModelFile } from "./model-file.ts";
import type { StartProps } from "./start-choice.tsx";

/** Starts from a file: a Table Schema, or a model that was written by hand or downloaded. */
export function StartFile({ isSchema = false, onStart }: StartProps & { readonly isSchema?: boolean }) {
  const t = useTranslations("models.editor.start");
  const ta = useTranslations("models.editor.actions");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const errorText = useErrorText();
  const [text, setText] = useState("");
  const [isWrong, setWrong] = useState(false);
  const read = useMutation(api.models.fromTableSchema.mutationOptions({ onSuccess: ({ definition }) => onStart(draftOf(definition)) }));
  const begin = () => {
    if (isSchema) return read.mutate({ communityId, text });
    const draft = readModelFile(text);
    if (draft) onStart(draft);
    else setWrong(true);
  };
  const write = (next: string) => {
    setText(next);
    setWrong(false);
    read.reset();
  };
  return (
    <>
      <Field label={t("chooseFile")}>
        {(control) => (
          <input
            {...control}
            ref={hearEarly}
            type="file"
            accept=".json,application/json"
            className="max-w-full"
            onChange={async (event) => write((await event.target.files?.[0]?.text()) ?? "")}
          />
        )}
      </Field>
      <Field label={t("pasteFile")}>
        {(control) => <TextArea {...control} rows={6} value={text} spellCheck={false} onChange={(event) => write(event.target.value)} />}
      </Field>
      {isWrong && <Alert tone="danger" isLive title={ta("notModel")} repair={ta("notModelText")} />}
      {read.error && <Alert tone="danger" isLive title={errorText(read.error)} />}
      <Button
        tone="primary"
        className="self-start"
        disabled={read.isPending}
        reasonAlign="start"
        onClick={begin}
        {...(text.trim().length < 2 && { disabledReason: t("chooseFileFirst") })}
      >
        {t("begin")}
      </Button>
    </>
  );
}
