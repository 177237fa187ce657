"use client";
import type { Upload, UploadLayer } from "@archipel/contracts/uploads.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { type Column, Table } from "@archipel/ui/table.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { CrsChoice, crsTitle } from "../../../kit/crs-choice.tsx";
import { useCommunity } from "../../../kit/current-community.tsx";
import { AddressTable } from "../addresses/address-table.tsx";
import { isTable } from "./layer-list.tsx";

const PreviewMap = dynamic(() => import("./preview-map.tsx"), { ssr: false, loading: () => <Skeleton className="h-full" /> });

interface LayerReviewProps {
  readonly upload: Upload;
  readonly layer: UploadLayer;
  readonly focus: readonly [number, number] | null;
  /** Why nothing can be changed any more, such as an upload that is published. */
  readonly lockedReason?: string | undefined;
}

/** One layer of the file: its place on the map, coordinate system, encoding and fields. */
export function LayerReview(props: LayerReviewProps) {
  return isTable(props.layer) ? <TableReview {...props} /> : <DrawnReview {...props} />;
}

function TableReview({ upload, layer, lockedReason }: LayerReviewProps) {
  const t = useTranslations("admin.upload");
  return (
    <div className="flex flex-col gap-3">
      <p className="max-w-prose text-ink-muted">{t("tableText")}</p>
      {upload.status === "checked" && <AddressTable upload={upload} layer={layer} lockedReason={lockedReason} />}
      <FieldsTable layer={layer} />
    </div>
  );
}

function DrawnReview({ upload, layer, focus, lockedReason }: LayerReviewProps) {
  const t = useTranslations("admin.upload");
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const subject = { communityId: community.id, uploadId: upload.id, uploadLayerId: layer.id };
  const preview = useQuery(
    api.uploads.preview.queryOptions({ ...subject, ...(layer.chosenSrid !== null && { srid: layer.chosenSrid }) }, { staleTime: 60_000 }),
  );
  const refresh = () => queryClient.invalidateQueries(api.uploads.pathFilter());
  const setCrs = useMutation(api.uploads.setCrs.mutationOptions({ onSuccess: refresh }));
  const setEncoding = useMutation(api.uploads.setEncoding.mutationOptions({ onSuccess: refresh }));
  const failure = setCrs.error ?? setEncoding.error ?? preview.error;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5 xl:grid-cols-[minmax(0,1fr)_20rem]">
      <figure className="flex min-w-0 flex-col gap-2">
        <figcaption className="flex flex-wrap items-baseline justify-between gap-2">
          <span className="font-medium">{t("fallHere")}</span>
          <span className="text-ink-muted text-small">
            <PreviewWords layer={layer} preview={preview.data} />
          </span>
        </figcaption>
        <div className="h-80 lg:h-104">
          {preview.data ? (
            <PreviewMap
              label={t("mapLabel", { layer: layer.name })}
              geojson={preview.data.geojson}
              sampleKey={`${layer.id} ${preview.data.srid} ${layer.encoding} ${preview.dataUpdatedAt}`}
              focus={focus}
              className="h-full"
            />
          ) : (
            <Skeleton className="h-full" />
          )}
        </div>
        {preview.data && !preview.data.fits && layer.chosenSrid !== null && (
          <Alert tone="warning" title={t("doesNotFit", { crs: crsTitle(layer.chosenSrid) })} repair={t("doesNotFitRepair")} isLive />
        )}
        {failure && <Alert tone="danger" title={errorText(failure)} isLive />}
      </figure>
      <div className="flex flex-col gap-5">
        <CrsChoice
          found={layer.crs}
          chosenSrid={layer.chosenSrid}
          isPending={setCrs.isPending}
          disabledReason={lockedReason}
          onChoose={(srid) => setCrs.mutate({ ...subject, srid })}
        />
        {layer.encodingChoices.length > 0 && (
          <Field label={t("encoding")} hint={t("encodingHint")}>
            {(control) => (
              <Select
                {...control}
                value={layer.encoding ?? "UTF-8"}
                disabled={setEncoding.isPending || lockedReason !== undefined}
                options={encodings(layer, t("encodedTwice"))}
                onChange={(event) => {
                  const encoding = layer.encodingChoices.find((known) => known === event.target.value);
                  if (encoding) setEncoding.mutate({ ...subject, encoding });
                }}
              />
            )}
          </Field>
        )}
        <details>
          <summary className="min-h-6 font-medium">{t("fields", { count: layer.fields.length })}</summary>
          <div className="mt-2 max-h-80 overflow-y-auto">
            <FieldsTable layer={layer} />
          </div>
        </details>
      </div>
    </div>
  );
}

function encodings({ encoding, encodingChoices }: UploadLayer, encodedTwice: string) {
  const found = encoding !== null && !encodingChoices.some((known) => known === encoding) ? [encoding] : [];
  return [...encodingChoices, ...found].map((value) => ({ value, label: value === "UTF-8 (double)" ? encodedTwice : value }));
}

function PreviewWords({
  layer,
  preview,
}: {
  readonly layer: UploadLayer;
  readonly preview: { readonly shown: number; readonly total: number } | undefined;
}) {
  const t = useTranslations("admin.upload");
  const locale = useLocale();
  if (layer.chosenSrid === null) return t("chooseCrs");
  if (!preview) return null;
  if (preview.total === 0) return t("emptyLayer");
  const words = { shown: formatNumber(locale, preview.shown), total: formatNumber(locale, preview.total) };
  return preview.shown < preview.total ? t("sample", words) : t("allShown", words);
}

function FieldsTable({ layer }: { readonly layer: UploadLayer }) {
  const t = useTranslations("admin.upload");
  const tc = useTranslations("common");
  const columns: Column<UploadLayer["fields"][number]>[] = [
    { key: "name", header: t("fieldName"), isRowHeader: true, cell: (field) => <span className="break-all">{field.name}</span> },
    { key: "type", header: t("fieldType"), cell: (field) => tc(`fieldTypes.${field.type}`) },
  ];
  return (
    <Table
      caption={t("fields", { count: layer.fields.length })}
      isCaptionHidden
      columns={columns}
      rows={layer.fields}
      rowKey={(field) => field.column}
    />
  );
}
