"use client";
import { apiError } from "@archipel/api-client/errors.ts";
import { HEIGHT_PRODUCTS, type HeightProduct, MODEL_RESOLUTION, type ModelSource } from "@archipel/contracts/elevation-models.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { Checkbox, RadioGroup } from "@archipel/ui/checkbox.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useFailureText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { DatasetChoice } from "../../kit/dataset-choice.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";

/** Makes a model of heights from a layer of points. */
export function MakeModelPage() {
  const t = useTranslations();
  const api = useApi();
  const community = useCommunity();
  const sources = useQuery(api.elevation.modelSources.queryOptions({ communityId: community.id }));
  return (
    <>
      <PageHeader
        title={t("elevation.card.title")}
        lead={t("elevation.card.help")}
        parents={[{ label: t("admin.nav.processings"), href: links.processings(community.slug) }]}
      />
      <QueryView query={sources} rows={6}>
        {(found) =>
          found.length === 0 ? (
            <EmptyState
              title={t("elevation.form.noPoints")}
              action={
                <Link href={links.uploads(community.slug)} className={buttonClass({ tone: "primary" })}>
                  {t("elevation.form.upload")}
                </Link>
              }
            >
              {t("elevation.form.noPointsText")}
            </EmptyState>
          ) : (
            <ModelForm sources={found} />
          )
        }
      </QueryView>
    </>
  );
}

interface Draft {
  readonly layerId: string;
  readonly product: HeightProduct;
  readonly resolution: string;
  readonly method: "tin" | "idw";
  readonly withShade: boolean;
  readonly follows: boolean;
  readonly title: string;
  readonly into: "new" | "existing";
  readonly datasetTitle: string;
  readonly datasetId: string;
}

function ModelForm({ sources }: { readonly sources: readonly ModelSource[] }) {
  const t = useTranslations("elevation");
  const locale = useLocale();
  const api = useApi();
  const community = useCommunity();
  const router = useRouter();
  const asked = useSearchParams().get("layer");
  const [draft, setDraft] = useState<Draft>(() => ({
    layerId: (sources.find(({ layerId }) => layerId === asked) ?? sources[0])?.layerId ?? "",
    product: "dtm",
    resolution: "1",
    method: "tin",
    withShade: false,
    follows: true,
    title: "",
    into: "new",
    datasetTitle: "",
    datasetId: "",
  }));
  const [isAsked, setAsked] = useState(false);
  const run = useMutation(
    api.elevation.makeModel.mutationOptions({ onSuccess: ({ jobId }) => router.push(links.job(community.slug, jobId)) }),
  );
  const put = (changes: Partial<Draft>) => {
    setDraft({ ...draft, ...changes });
    run.reset();
  };
  const source = sources.find(({ layerId }) => layerId === draft.layerId);
  const errorOf = useFieldError(run.error);
  const count = (value: number) => formatNumber(locale, value);
  return (
    <form
      method="dialog"
      noValidate
      className="flex max-w-3xl flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (draft.title.trim() === "" || !isSize(draft) || missesDataset(draft) || run.isPending) return;
        const resolution = sizeOf(draft);
        const { layerId, product, method, withShade, follows, title, into, datasetTitle, datasetId } = draft;
        const target = into === "existing" ? { datasetId } : { title: datasetTitle.trim() || title };
        run.mutate({ communityId: community.id, layerId, product, resolution, method, withShade, follows, title, target });
      }}
    >
      <Field
        label={t("form.points")}
        hint={source && t("form.pointsFacts", { tiles: source.tiles, points: count(source.points), ground: count(source.ground) })}
        error={errorOf("layerId")}
        className="max-w-xl"
      >
        {(control) => (
          <Select
            {...control}
            value={draft.layerId}
            options={sources.map(({ layerId, title, datasetTitle }) => ({ value: layerId, label: `${datasetTitle} · ${title}` }))}
            onChange={(event) => put({ layerId: event.target.value })}
          />
        )}
      </Field>
      <HeightFields draft={draft} showsMissing={isAsked} error={errorOf("resolution")} onChange={put} />
      <TargetFields draft={draft} showsMissing={isAsked} onChange={put} />
      {errorOf(null) && <Alert tone="danger" title={errorOf(null)} isLive />}
      <div>
        <Button tone="primary" type="submit" aria-busy={run.isPending}>
          {t("form.run")}
        </Button>
      </div>
    </form>
  );
}

const sizeOf = ({ resolution }: Draft): number => Number(resolution.replace(",", "."));
const isSize = (draft: Draft): boolean => sizeOf(draft) >= MODEL_RESOLUTION.least && sizeOf(draft) <= MODEL_RESOLUTION.most;
const missesDataset = ({ into, datasetId }: Draft): boolean => into === "existing" && datasetId === "";

interface FieldsProps {
  readonly draft: Draft;
  /** After the first attempt to start. */
  readonly showsMissing: boolean;
  readonly error?: string | undefined;
  readonly onChange: (changes: Partial<Draft>) => void;
}

/** What the model shows, and how it is made. */
function HeightFields({ draft, showsMissing, error, onChange }: FieldsProps) {
  const t = useTranslations("elevation");
  const locale = useLocale();
  const limits = t("form.resolutionHelp", {
    least: formatNumber(locale, MODEL_RESOLUTION.least, 1),
    most: formatNumber(locale, MODEL_RESOLUTION.most),
  });
  return (
    <>
      <RadioGroup
        legend={t("form.product")}
        name="product"
        value={draft.product}
        onValueChange={(value) => onChange({ product: HEIGHT_PRODUCTS.find((one) => one === value) ?? "dtm" })}
        options={HEIGHT_PRODUCTS.map((product) => ({ value: product, label: t(`products.${product}`), hint: t(`productHelp.${product}`) }))}
      />
      <Field label={t("form.resolution")} hint={limits} error={showsMissing && !isSize(draft) ? limits : error} className="max-w-xs">
        {(control) => (
          <TextInput
            {...control}
            inputMode="decimal"
            maxLength={6}
            value={draft.resolution}
            onChange={(event) => onChange({ resolution: event.target.value })}
          />
        )}
      </Field>
      {draft.product !== "dsm" && (
        <RadioGroup
          legend={t("form.method")}
          name="method"
          value={draft.method}
          onValueChange={(value) => onChange({ method: value === "idw" ? "idw" : "tin" })}
          options={(["tin", "idw"] as const).map((method) => ({ value: method, label: t(`form.methods.${method}`) }))}
        />
      )}
      <div className="flex flex-col gap-1">
        <Checkbox label={t("form.follows")} checked={draft.follows} onChange={(event) => onChange({ follows: event.target.checked })} />
        <Checkbox label={t("form.shade")} checked={draft.withShade} onChange={(event) => onChange({ withShade: event.target.checked })} />
      </div>
    </>
  );
}

/** Where the model goes. */
function TargetFields({ draft, showsMissing, onChange }: FieldsProps) {
  const t = useTranslations("elevation");
  const tr = useTranslations("processing.result");
  return (
    <>
      <Field
        label={t("form.title")}
        isRequired
        error={showsMissing && draft.title.trim() === "" ? t("form.missing") : undefined}
        className="max-w-xl"
      >
        {(control) => (
          <TextInput {...control} value={draft.title} maxLength={200} onChange={(event) => onChange({ title: event.target.value })} />
        )}
      </Field>
      <RadioGroup
        legend={t("form.target")}
        name="into"
        value={draft.into}
        onValueChange={(into) => onChange({ into: into === "existing" ? "existing" : "new" })}
        options={[
          { value: "new", label: t("form.newDataset") },
          { value: "existing", label: tr("existingDataset") },
        ]}
      />
      {draft.into === "existing" ? (
        <div className="flex flex-col gap-1.5">
          <DatasetChoice value={draft.datasetId} onValueChange={(datasetId) => onChange({ datasetId })} />
          {showsMissing && missesDataset(draft) && (
            <p role="alert" className="text-danger text-small">
              {tr("missing.dataset")}
            </p>
          )}
        </div>
      ) : (
        <Field label={t("form.datasetTitle")} hint={tr("datasetTitleHint")} className="max-w-xl">
          {(control) => (
            <TextInput
              {...control}
              value={draft.datasetTitle}
              maxLength={200}
              onChange={(event) => onChange({ datasetTitle: event.target.value })}
            />
          )}
        </Field>
      )}
    </>
  );
}

const NAMED = ["layerId", "resolution"];

/** The sentence of a refusal for a field of the form; for null, of one that names no field. */
function useFieldError(error: unknown) {
  const failureText = useFailureText();
  return (field: string | null): string | undefined => {
    if (!error) return undefined;
    const failure = apiError(error);
    const place = failure.field && NAMED.includes(failure.field) ? failure.field : null;
    return place === field ? failureText(failure) : undefined;
  };
}
