"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { draftFromLayer } from "./from-layer.ts";
import type { StartProps } from "./start-choice.tsx";

/** Starts from a layer of the community. */
export function StartLayer({ onStart }: StartProps) {
  const t = useTranslations("models.editor.start");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const errorText = useErrorText();
  const datasets = useQuery(api.datasets.list.queryOptions({ communityId, limit: 100 }));
  const [datasetId, setDataset] = useState<string | null>(null);
  const [layerId, setLayer] = useState<string | null>(null);
  const layers = useQuery(api.layers.list.queryOptions({ datasetId: datasetId ?? "" }, { enabled: datasetId !== null }));
  const vectors = layers.data?.filter(({ abilities }) => abilities.includes("features")) ?? [];
  const layer = vectors.find(({ id }) => id === layerId) ?? vectors[0];
  return (
    <QueryView query={datasets} rows={3}>
      {({ items }) => (
        <>
          <Field label={t("dataset")}>
            {(control) => (
              <Select
                {...control}
                value={datasetId ?? ""}
                options={[{ value: "", label: t("chooseDataset") }, ...items.map(({ id, title }) => ({ value: id, label: title }))]}
                onChange={(event) => setDataset(event.target.value || null)}
              />
            )}
          </Field>
          {layers.error && <Alert tone="danger" title={errorText(layers.error)} />}
          {layers.data && vectors.length === 0 && <p className="text-ink-muted">{t("noLayers")}</p>}
          {layer && (
            <>
              <Field label={t("layer")}>
                {(control) => (
                  <Select
                    {...control}
                    value={layer.id}
                    options={vectors.map(({ id, title }) => ({ value: id, label: title }))}
                    onChange={(event) => setLayer(event.target.value)}
                  />
                )}
              </Field>
              <p className="text-ink-muted">{t("layerFields", { count: layer.fields.length })}</p>
            </>
          )}
          <Button
            tone="primary"
            className="self-start"
            reasonAlign="start"
            onClick={() => layer && onStart(draftFromLayer(layer))}
            {...(!layer && { disabledReason: t("chooseLayer") })}
          >
            {t("begin")}
          </Button>
        </>
      )}
    </QueryView>
  );
}
