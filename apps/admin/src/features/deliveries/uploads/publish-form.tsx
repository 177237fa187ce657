"use client";
import type { Portal } from "@archipel/contracts/portals.ts";
import type { Upload } from "@archipel/contracts/uploads.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Checkbox, RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../../kit/current-community.tsx";
import { DatasetChoice } from "../../../kit/dataset-choice.tsx";
import { useServerErrors } from "../../../kit/forms/use-field-error.ts";
import { RecordDetails, RecordEssentials } from "../../datasets/record-fields.tsx";
import { recordPath, useRecordForm } from "../../datasets/record-form.ts";
import { RecordMore } from "../../datasets/record-more.tsx";
import { DocumentChoices, type LeftOut } from "./document-choices.tsx";
import { holdsOnlyTables, isTable } from "./layer-list.tsx";
import { titleFrom } from "./title-from.ts";
import { UpdateForm } from "./update-form.tsx";

interface LayerChoice {
  readonly uploadLayerId: string;
  readonly title: string;
  readonly isChosen: boolean;
}

const TARGETS = ["new", "existing", "update"] as const;

/** Publishes the upload: as a new dataset, into an existing one, or as an update of a published layer. */
export function PublishForm({ upload }: { readonly upload: Upload }) {
  const t = useTranslations("admin.publish");
  const forLayerId = useSearchParams().get("update");
  const isTableAlone = holdsOnlyTables(upload);
  const existingHint = t(upload.rasters.some(({ becomesLayer }) => becomesLayer) ? "targetExistingHeights" : "targetExistingHint");
  const [target, setTarget] = useState<(typeof TARGETS)[number]>(forLayerId === null && !isTableAlone ? "new" : "update");
  return (
    <section aria-labelledby="publish-title" className="flex flex-col gap-6 rounded-card border border-line bg-surface p-6">
      <div>
        <h2 id="publish-title" className="text-title">
          {t("title")}
        </h2>
        <p className="max-w-prose text-ink-muted">{t("lead")}</p>
      </div>
      {!isTableAlone && (
        <RadioGroup
          legend={t("target")}
          name="target"
          value={target}
          onValueChange={(value) => setTarget(TARGETS.find((one) => one === value) ?? "new")}
          options={[
            { value: "new", label: t("targetNew"), hint: t("targetNewHint") },
            { value: "existing", label: t("targetExisting"), hint: existingHint },
            // Pictures, heights and points have no features that could update a layer.
            ...(upload.layers.length > 0 ? [{ value: "update", label: t("targetUpdate"), hint: t("targetUpdateHint") }] : []),
          ]}
        />
      )}
      {target === "update" ? <UpdateForm upload={upload} forLayerId={forLayerId} /> : <NewLayers upload={upload} target={target} />}
    </section>
  );
}

/** Chooses the layers to publish, their titles and their portals. */
function NewLayers({ upload, target }: { readonly upload: Upload; readonly target: "new" | "existing" }) {
  const t = useTranslations("admin.publish");
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const form = useRecordForm(startingRecord(upload));
  const showOnFields = useServerErrors(form.setError, recordPath);
  const [datasetId, setDatasetId] = useState("");
  const portals = useListingPortals();
  // The only portal is meant, unless the person says otherwise.
  const [chosenPortals, setPortalIds] = useState<readonly string[] | null>(null);
  const portalIds = chosenPortals ?? (portals.length === 1 ? portals.map(({ id }) => id) : []);
  const [layers, setLayers] = useState<readonly LayerChoice[]>(() =>
    upload.layers
      .toSorted((a, b) => Number(isTable(a)) - Number(isTable(b)))
      .map((layer) => ({ uploadLayerId: layer.id, title: titleFrom(layer.name), isChosen: !isTable(layer) })),
  );
  const [documents, setDocuments] = useState<"all" | string[]>("all");
  const [leftOut, setLeftOut] = useState<LeftOut>(new Set());
  const [message, setMessage] = useState<string | null>(null);
  const publish = useMutation(
    api.uploads.publish.mutationOptions({
      onSuccess: () =>
        Promise.all([queryClient.invalidateQueries(api.uploads.pathFilter()), queryClient.invalidateQueries(api.datasets.pathFilter())]),
      onError: (error) => setMessage(showOnFields(error) ? t("seeFields") : errorText(error)),
    }),
  );
  const chosen = layers.filter((layer) => layer.isChosen);
  const reason = useStopReason(upload, chosen, leftOut, target === "existing" && datasetId === "");
  const send = (destination: Parameters<typeof publish.mutate>[0]["target"]) => {
    setMessage(null);
    publish.mutate({
      communityId: community.id,
      uploadId: upload.id,
      target: destination,
      layers: chosen.map(({ uploadLayerId, title }) => ({ uploadLayerId, title })),
      portalIds: [...portalIds],
      documents,
    });
  };
  return (
    <form
      method="dialog"
      noValidate
      aria-labelledby="publish-title"
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        if (target === "existing") send({ datasetId });
        else
          void form.handleSubmit(
            (record) => send({ record }),
            () => setMessage(t("seeFields")),
          )();
      }}
    >
      {layers.length > 0 && <LayerChoices upload={upload} layers={layers} onChange={setLayers} />}
      {target === "existing" ? (
        <DatasetChoice value={datasetId} onValueChange={setDatasetId} />
      ) : (
        <div className="flex flex-col gap-4">
          {upload.record && <Alert tone="info" title={t("fromRecord", { file: upload.record.file })} repair={t("fromRecordHint")} />}
          <RecordEssentials form={form} />
          <details>
            <summary className="min-h-6 font-medium text-accent-ink">{t("more")}</summary>
            <div className="mt-4">
              <RecordDetails form={form} />
              <div className="mt-4">
                <RecordMore form={form} />
              </div>
            </div>
          </details>
        </div>
      )}
      <DocumentChoices
        upload={upload}
        leftOut={leftOut}
        onChange={(next, all) => {
          setLeftOut(next);
          setDocuments(next.size === 0 ? "all" : all.map(({ path }) => path).filter((path) => !next.has(path)));
        }}
      />
      <PortalChoices portals={portals} value={portalIds} onValueChange={setPortalIds} />
      {message && <Alert tone="danger" title={message} isLive />}
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" tone="primary" disabled={publish.isPending} {...(reason && { disabledReason: reason })}>
          {actionWords(t, upload, chosen.length)}
        </Button>
        {reason && <p className="min-w-0 flex-1 text-ink-muted text-small">{reason}</p>}
      </div>
    </form>
  );
}

function actionWords(t: ReturnType<typeof useTranslations<"admin.publish">>, { rasters, clouds }: Upload, layers: number): string {
  if (layers > 0) return t("action", { count: layers });
  if (holdsOnlyHeights({ layers: [], rasters, clouds })) return t("actionHeights");
  if (clouds.length === 0) return t("actionRasters", { count: rasters.length });
  return rasters.length === 0 ? t("actionClouds", { count: clouds.length }) : t("actionFiles");
}

/** The first values of the metadata form: from the metadata in the delivery, else the title from the file name. */
function startingRecord(upload: Upload): Parameters<typeof useRecordForm>[0] {
  const given = Object.fromEntries(Object.entries(upload.record?.record ?? {}).filter(([, value]) => value !== undefined));
  return { title: titleFrom(upload.fileName), ...(holdsOnlyHeights(upload) && { topic: "elevation" }), ...given };
}

/** Whether all that the upload holds are grids of heights that become layers. */
function holdsOnlyHeights({ layers, rasters, clouds }: Pick<Upload, "layers" | "rasters" | "clouds">): boolean {
  return layers.length + clouds.length === 0 && rasters.length > 0 && rasters.every(({ becomesLayer }) => becomesLayer);
}

/** Why the upload cannot be published, and what to do about it. */
function useStopReason(upload: Upload, chosen: readonly LayerChoice[], leftOut: LeftOut, isTargetMissing: boolean): string | undefined {
  const t = useTranslations("admin.publish");
  const roleReason = useRoleReason()("manager");
  if (roleReason) return roleReason;
  const files = [...upload.rasters, ...upload.clouds].filter(({ path }) => !leftOut.has(path));
  if (chosen.length + files.length === 0) return t("chooseLayer");
  const unplaced = files.find(({ footprint }) => footprint === null);
  if (unplaced) return t("crsMissing", { layer: unplaced.name });
  if (chosen.some(({ title }) => title.trim() === "")) return t("titleMissing");
  const lost = chosen
    .map(({ uploadLayerId }) => upload.layers.find(({ id }) => id === uploadLayerId))
    .find((layer) => layer !== undefined && layer.chosenSrid === null && !isTable(layer));
  if (lost) return t("crsMissing", { layer: lost.name });
  const faulty = chosen
    .map(({ uploadLayerId }) => upload.layers.find(({ id }) => id === uploadLayerId))
    .find((layer) => layer !== undefined && layer.errorCount > 0);
  if (faulty) return t("layerErrors", { layer: faulty.name });
  if (isTargetMissing) return t("chooseDataset");
  return undefined;
}

function LayerChoices({
  upload,
  layers,
  onChange,
}: {
  readonly upload: Upload;
  readonly layers: readonly LayerChoice[];
  readonly onChange: (layers: readonly LayerChoice[]) => void;
}) {
  const t = useTranslations("admin.publish");
  const change = (id: string, change: Partial<LayerChoice>) =>
    onChange(layers.map((layer) => (layer.uploadLayerId === id ? { ...layer, ...change } : layer)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium font-text">{t("layers")}</legend>
      {layers.map((choice) => {
        const layer = upload.layers.find(({ id }) => id === choice.uploadLayerId);
        if (!layer) return null;
        const isRefused = isTable(layer);
        return (
          <div key={layer.id} className="grid items-center gap-x-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
            <Checkbox
              label={<span className="break-all">{layer.name}</span>}
              checked={choice.isChosen}
              disabled={isRefused}
              {...(isRefused && { hint: t("noGeometry") })}
              onChange={(event) => change(layer.id, { isChosen: event.target.checked })}
            />
            <Field label={t("layerTitle", { layer: layer.name })} isLabelHidden>
              {(control) => (
                <TextInput
                  {...control}
                  value={choice.title}
                  maxLength={120}
                  disabled={!choice.isChosen}
                  onChange={(event) => change(layer.id, { title: event.target.value })}
                />
              )}
            </Field>
          </div>
        );
      })}
    </fieldset>
  );
}

/** Portals that can list what is published: also those that are not online yet. */
function useListingPortals(): readonly Portal[] {
  const api = useApi();
  const community = useCommunity();
  const portals = useQuery(api.portals.list.queryOptions({ communityId: community.id }));
  return portals.data?.filter(({ status }) => status === "live" || status === "preparing") ?? [];
}

interface PortalChoicesProps {
  readonly portals: readonly Portal[];
  readonly value: readonly string[];
  readonly onValueChange: (ids: readonly string[]) => void;
}

function PortalChoices({ portals, value, onValueChange }: PortalChoicesProps) {
  const t = useTranslations("admin.publish");
  if (portals.length === 0) return null;
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium font-text">{t("portals")}</legend>
      {portals.map((portal) => (
        <Checkbox
          key={portal.id}
          label={portal.name}
          hint={portal.isOnline ? portal.address : t("portalPreparing", { address: portal.address })}
          checked={value.includes(portal.id)}
          onChange={(event) => onValueChange(event.target.checked ? [...value, portal.id] : value.filter((id) => id !== portal.id))}
        />
      ))}
      {value.length === 0 && <p className="text-ink-muted text-small">{t("noPortal")}</p>}
    </fieldset>
  );
}
