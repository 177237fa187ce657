"use client";
import type { ModelDetail } from "@archipel/contracts/models.ts";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { links } from "../../../links.ts";
import { definitionOf, draftOf } from "./draft.ts";
import { draftPlace, forget, readKept } from "./kept-draft.ts";
import { ModelEditor } from "./model-editor.tsx";

/** Edits one of the community's own models. */
export function EditModelPage({ modelKey }: { readonly modelKey: string }) {
  const t = useTranslations("models.editor.page");
  const tm = useTranslations("models.list");
  const api = useApi();
  const community = useCommunity();
  const model = useQuery(
    // A refetch must not replace the model during an edit. The save reports when somebody else saved a newer version.
    api.models.get.queryOptions({ communityId: community.id, key: modelKey }, { refetchOnWindowFocus: false, staleTime: 0 }),
  );
  return (
    <QueryView query={model} rows={8} back={{ label: tm("title"), href: links.models(community.slug) }}>
      {(data) =>
        data.source === "own" ? (
          <EditModel model={data} />
        ) : (
          <>
            <h1 className="sr-only">{t("edit")}</h1>
            <EmptyState
              title={t("shipped")}
              action={
                <Link href={links.newModel(community.slug, data.key)} className={buttonClass({ tone: "primary" })}>
                  {t("copy")}
                </Link>
              }
            >
              {t("shippedText")}
            </EmptyState>
          </>
        )
      }
    </QueryView>
  );
}

function EditModel({ model }: { readonly model: ModelDetail }) {
  const t = useTranslations("models.editor.page");
  const locale = useLocale();
  const { id: communityId } = useCommunity();
  const place = draftPlace(communityId, model.key);
  // Read once, so that a save does not reset the form.
  const [opened] = useState(model);
  const [kept, setKept] = useState(() => readKept(place));
  const stored = draftOf(opened.definition);
  const start = {
    draft: kept?.draft ?? stored,
    stored: definitionOf(stored),
    baseVersion: kept ? kept.baseVersion : opened.version,
    place,
    modelKey: opened.key,
  };
  const note = kept && (
    <Alert
      tone="info"
      title={t("restored", { when: formatDateTime(locale, new Date(kept.at)) })}
      repair={kept.baseVersion === opened.version ? undefined : t("restoredOld")}
      action={
        <Button
          onClick={() => {
            forget(place);
            setKept(null);
          }}
        >
          {t("dropRestored")}
        </Button>
      }
    />
  );
  return <ModelEditor key={kept ? "kept" : "stored"} start={start} note={note} />;
}
