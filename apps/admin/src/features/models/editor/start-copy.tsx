"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import type { Words } from "@archipel/validation/model/words.ts";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApiClient } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { ModelChoice } from "../model-choice.tsx";
import { copyOf } from "./draft.ts";
import type { StartProps } from "./start-choice.tsx";

/** Starts from a copy of a shipped model or of one of the community's. */
export function StartCopy({ onStart }: StartProps) {
  const t = useTranslations("models.editor.start");
  const client = useApiClient();
  const { id: communityId } = useCommunity();
  const errorText = useErrorText();
  const titleOf = useCopyTitle();
  const [chosen, setChosen] = useState<string | null>(null);
  const copy = useMutation({
    mutationFn: (key: string) => client.models.get.query({ communityId, key }),
    onSuccess: ({ definition, title }) => onStart(copyOf(definition, titleOf(title))),
  });
  return (
    <>
      <ModelChoice value={chosen} suggested={null} onChoose={setChosen} />
      {copy.error && <Alert tone="danger" isLive title={errorText(copy.error)} />}
      <Button
        tone="primary"
        className="self-start"
        disabled={copy.isPending}
        reasonAlign="start"
        onClick={() => chosen && copy.mutate(chosen)}
        {...(chosen === null && { disabledReason: t("chooseModel") })}
      >
        {t("beginCopy")}
      </Button>
    </>
  );
}

/** The first title of a copy. */
export function useCopyTitle(): (title: Words) => Words {
  const t = useTranslations("models.editor.start");
  return ({ fr, en }) => ({ fr: t("copyOf", { title: fr }), en: t("copyOf", { title: en }) });
}
