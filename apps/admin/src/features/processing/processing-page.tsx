"use client";
import type { ProcessableLayer, ProcessingDescription } from "@archipel/contracts/processing.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { hasRole } from "../../kit/has-role.ts";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";
import { initialValues, type Values } from "./form-values.ts";
import { ParameterControl } from "./parameter-control.tsx";
import { initialResult, missingOf, ResultChoice, type ResultDraft, resultOf } from "./result-choice.tsx";
import { useRunFailure } from "./run-failure.ts";
import { useCatalogue, useWords } from "./use-catalogue.ts";

/** One processing: a form built from its description, then the link to its job. */
export function ProcessingPage({ processingId }: { readonly processingId: string }) {
  const t = useTranslations();
  const api = useApi();
  const community = useCommunity();
  const words = useWords();
  const catalogue = useCatalogue();
  const layers = useQuery(api.processing.layers.queryOptions({ communityId: community.id }));
  const parents = [{ label: t("admin.nav.processings"), href: links.processings(community.slug) }];
  return (
    <QueryView query={catalogue} rows={6}>
      {(all) => {
        const processing = all.find(({ id }) => id === processingId);
        if (!processing) return <Unknown title={t("errors.processing-not-found")} parents={parents} />;
        return (
          <>
            <PageHeader title={words(processing.title)} lead={words(processing.help)} parents={parents} />
            <QueryView query={layers} rows={6}>
              {(found) =>
                found.length === 0 ? (
                  <EmptyState
                    title={t("processing.noLayer")}
                    action={
                      <Link href={links.uploads(community.slug)} className={buttonClass({ tone: "primary" })}>
                        {t("admin.uploads.add")}
                      </Link>
                    }
                  >
                    {t("processing.noLayerText")}
                  </EmptyState>
                ) : (
                  <RunForm processing={processing} layers={found} />
                )
              }
            </QueryView>
          </>
        );
      }}
    </QueryView>
  );
}

function Unknown({ title, parents }: { readonly title: string; readonly parents: readonly { label: string; href: string }[] }) {
  const [parent] = parents;
  return (
    <EmptyState
      isPage
      title={title}
      action={
        parent && (
          <Link href={parent.href} className={buttonClass({ tone: "primary" })}>
            {parent.label}
          </Link>
        )
      }
    />
  );
}

interface RunFormProps {
  readonly processing: ProcessingDescription;
  readonly layers: readonly ProcessableLayer[];
}

function RunForm({ processing, layers }: RunFormProps) {
  const t = useTranslations("processing");
  const locale = useLocale();
  const api = useApi();
  const community = useCommunity();
  const router = useRouter();
  const search = useSearchParams();
  const [values, setValues] = useState<Values>(() => initialValues(processing, search.get("layer")));
  const [isAsked, setAsked] = useState(false);
  const mayMakeLayers = hasRole(community, "manager") && processing.results.includes("layer");
  const [result, setResult] = useState<ResultDraft>(() => initialResult(mayMakeLayers));
  const asked = { communityId: community.id, processing: processing.id, parameters: values };
  const estimate = useMutation(api.processing.estimate.mutationOptions());
  const run = useMutation(api.processing.run.mutationOptions({ onSuccess: ({ jobId }) => router.push(links.job(community.slug, jobId)) }));
  const errorOf = useParameterError(processing);
  const error = run.error ?? estimate.error;
  const change = (key: string, value: unknown) => {
    setValues((last) => ({ ...last, [key]: value }));
    estimate.reset();
    run.reset();
  };
  const estimated = estimate.data;
  return (
    <form
      method="dialog"
      noValidate
      className="flex max-w-3xl flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        // Without a result, the estimate still validates the parameters.
        if (missingOf(result) !== null) estimate.mutate(asked);
        else if (!run.isPending) run.mutate({ ...asked, result: resultOf(result) });
      }}
    >
      {processing.parameters.map((parameter) => (
        <ParameterControl
          key={parameter.key}
          parameter={parameter}
          values={values}
          layers={layers}
          error={errorOf(error, `parameters.${parameter.key}`)}
          onChange={(value) => change(parameter.key, value)}
        />
      ))}
      <ResultChoice processing={processing} draft={result} showsMissing={isAsked} error={errorOf(error, "result")} onChange={setResult} />
      {error && errorOf(error, "") && <Alert tone="danger" title={errorOf(error, "")} isLive />}
      <div className="flex flex-wrap items-center gap-3">
        <Button tone="primary" type="submit" aria-busy={run.isPending}>
          {t("run")}
        </Button>
        <Button aria-busy={estimate.isPending} onClick={() => estimate.mutate(asked)}>
          {t("estimate")}
        </Button>
        <p role="status" className="figures">
          {estimated &&
            (estimated.out === null
              ? t("estimatedIn", { count: estimated.in, shown: formatNumber(locale, estimated.in) })
              : t("estimated", { in: formatNumber(locale, estimated.in), out: formatNumber(locale, estimated.out) }))}
        </p>
      </div>
    </form>
  );
}

/** The sentence of a refusal for the input that it names; for `""`, the sentence of one that names no input of this form. */
function useParameterError(processing: ProcessingDescription) {
  const runFailure = useRunFailure();
  return (error: unknown, field: string): string | undefined => {
    if (!error) return undefined;
    const { failure, text } = runFailure(processing, error);
    const place = failure.field?.startsWith("result")
      ? "result"
      : (failure.field ?? failure.fields.at(0)?.path.split(".").slice(0, 1).join("") ?? "");
    const isKnown = place === "result" || processing.parameters.some(({ key }) => place === `parameters.${key}`);
    return (isKnown ? place : "") === field ? text : undefined;
  };
}
