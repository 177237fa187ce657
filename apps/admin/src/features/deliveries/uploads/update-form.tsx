"use client";
import type { UpdateWay } from "@archipel/contracts/updates.ts";
import type { Upload } from "@archipel/contracts/uploads.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../../kit/current-community.tsx";
import { DatasetChoice } from "../../../kit/dataset-choice.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { links } from "../../../links.ts";
import { WayChoice } from "../../updates/update-settings.tsx";
import { isTable } from "./layer-list.tsx";

interface UpdateFormProps {
  readonly upload: Upload;
  /** The layer on which the file was dropped; null when it was dropped elsewhere. */
  readonly forLayerId: string | null;
}

/** Chooses a layer of the file, the published layer to update, and the way. Then the two are compared. */
export function UpdateForm({ upload, forLayerId }: UpdateFormProps) {
  const t = useTranslations("admin.updates");
  const api = useApi();
  const community = useCommunity();
  const router = useRouter();
  const errorText = useErrorText();
  const roleReason = useRoleReason()("manager");
  const [datasetId, setDatasetId] = useState("");
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [way, setWay] = useState<UpdateWay>("delta");
  const drawn = upload.layers.toSorted((a, b) => Number(isTable(a)) - Number(isTable(b)));
  const [uploadLayerId, setUploadLayerId] = useState(drawn[0]?.id ?? "");
  // A table without geometry changes features by their key. It cannot create features.
  const isTableChosen = drawn.some((layer) => layer.id === uploadLayerId && isTable(layer));
  const dropped = useQuery(api.layers.get.queryOptions({ layerId: forLayerId ?? "" }, { enabled: forLayerId !== null }));
  const inDataset = datasetId || dropped.data?.datasetId;
  const dataset = useQuery(
    api.datasets.get.queryOptions({ communityId: community.id, datasetId: inDataset ?? "" }, { enabled: inDataset !== undefined }),
  );
  const layers = dataset.data?.layers.filter(({ abilities }) => abilities.includes("revisions")) ?? [];
  const layerId = layers.find(({ id }) => id === (chosenId ?? forLayerId))?.id ?? layers[0]?.id;
  const prepare = useMutation(
    api.updates.prepare.mutationOptions({ onSuccess: ({ id }) => router.push(links.update(community.slug, id)) }),
  );
  const reason = roleReason ?? (layerId ? undefined : t("chooseLayer"));
  return (
    <div className="flex flex-col gap-6">
      {forLayerId === null && <DatasetChoice value={datasetId} onValueChange={setDatasetId} />}
      {inDataset !== undefined && (
        <QueryView query={dataset} rows={2}>
          {({ title }) =>
            layers.length === 0 ? (
              <p className="text-ink-muted">{t("noLayer")}</p>
            ) : (
              <RadioGroup
                legend={`${t("layer")} — ${title}`}
                name="updated-layer"
                value={layerId}
                onValueChange={setChosenId}
                options={layers.map((layer) => ({ value: layer.id, label: layer.title }))}
              />
            )
          }
        </QueryView>
      )}
      {drawn.length > 1 && (
        <Field label={t("fileLayer")} className="max-w-md">
          {(control) => (
            <Select
              {...control}
              value={uploadLayerId}
              options={drawn.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(event) => setUploadLayerId(event.target.value)}
            />
          )}
        </Field>
      )}
      {!isTableChosen && <WayChoice value={way} onValueChange={setWay} />}
      {prepare.error && <Alert tone="danger" title={errorText(prepare.error)} isLive />}
      <div className="flex flex-wrap items-center gap-4">
        <Button
          tone="primary"
          disabled={prepare.isPending}
          onClick={() =>
            layerId &&
            prepare.mutate({ communityId: community.id, uploadId: upload.id, uploadLayerId, layerId, way: isTableChosen ? "delta" : way })
          }
          {...(reason && { disabledReason: reason })}
        >
          {t("compare")}
        </Button>
        <p className="min-w-0 flex-1 basis-64 text-ink-muted text-small">{reason ?? t("compareHint")}</p>
      </div>
    </div>
  );
}
