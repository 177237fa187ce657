"use client";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { copyOf, type Draft, definitionOf } from "./draft.ts";
import { draftPlace, forget, readKept } from "./kept-draft.ts";
import { ModelEditor } from "./model-editor.tsx";
import { StartChoice } from "./start-choice.tsx";
import { useCopyTitle } from "./start-copy.tsx";

/** A new model: choose a start, then fill the form. `from` names a model to copy. */
export function NewModelPage({ from }: { readonly from: string | null }) {
  const api = useApi();
  const { id: communityId } = useCommunity();
  // Unsaved work is in localStorage, so that it is known only in the browser.
  const models = useQuery(api.models.list.queryOptions({ communityId }));
  return <QueryView query={models}>{() => <Begin from={from} />}</QueryView>;
}

function Begin({ from }: { readonly from: string | null }) {
  const t = useTranslations("models.editor.page");
  const locale = useLocale();
  const api = useApi();
  const { id: communityId } = useCommunity();
  const titleOf = useCopyTitle();
  const place = draftPlace(communityId, null);
  const [kept, setKept] = useState(() => readKept(place));
  const [chosen, setChosen] = useState<Draft | null>(null);
  const isCopying = from !== null && !kept && !chosen;
  const source = useQuery(api.models.get.queryOptions({ communityId, key: from ?? "" }, { enabled: isCopying }));
  const startWith = (draft: Draft) => ({ draft, stored: definitionOf(draft), baseVersion: null, place, modelKey: null });
  if (chosen) return <ModelEditor start={startWith(chosen)} />;
  if (kept) {
    const note = (
      <Alert
        tone="info"
        title={t("restored", { when: formatDateTime(locale, new Date(kept.at)) })}
        action={
          <Button
            onClick={() => {
              forget(place);
              setKept(null);
            }}
          >
            {t("dropNew")}
          </Button>
        }
      />
    );
    return <ModelEditor start={{ ...startWith(kept.draft), stored: null, baseVersion: kept.baseVersion }} note={note} />;
  }
  if (isCopying)
    return (
      <QueryView query={source}>
        {({ definition, title }) => <ModelEditor start={startWith(copyOf(definition, titleOf(title)))} />}
      </QueryView>
    );
  return <StartChoice onStart={setChosen} />;
}
