"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MapPinCheck, Play } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { FailureAlert } from "../../../kit/failure-alert.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { links } from "../../../links.ts";
import type { ListedExample } from "../api-types.ts";
import { ExampleRow } from "./example-row.tsx";
import { useRun } from "./use-run.ts";

/** The kept places of the portal's rules. A run shows which answer something else now. */
export function ExamplesTab({ portalId }: { readonly portalId: string }) {
  const t = useTranslations("admin.answers.examples");
  const api = useApi();
  const { id: communityId, slug } = useCommunity();
  const examples = useQuery(api.answers.examples.queryOptions({ communityId, portalId }));
  return (
    <QueryView query={examples} rows={4}>
      {(all) =>
        all.length === 0 ? (
          <EmptyState
            icon={<MapPinCheck aria-hidden className="size-8" />}
            title={t("none")}
            action={
              <Link className="underline underline-offset-2" href={links.answers(slug, portalId, "rules")}>
                {t("toRules")}
              </Link>
            }
          >
            {t("noneText")}
          </EmptyState>
        ) : (
          <ExampleList portalId={portalId} examples={all} />
        )
      }
    </QueryView>
  );
}

function ExampleList({ portalId, examples }: { readonly portalId: string; readonly examples: readonly ListedExample[] }) {
  const t = useTranslations("admin.answers.examples");
  const name = useId();
  const api = useApi();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const [withDrafts, setWithDrafts] = useState(false);
  const run = useRun(portalId);
  const remove = useMutation(
    api.answers.removeExample.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.answers.examples.pathFilter()) }),
  );
  const failed = examples.filter(({ id }) => run.outcomes.get(id)?.isSame === false);
  const isDone = run.outcomes.size > 0 && !run.isRunning;
  return (
    <div className="flex flex-col gap-5">
      <p className="max-w-prose text-ink-muted">{t("lead")}</p>
      <RadioGroup
        isInline
        legend={t("rulesOf")}
        name={name}
        value={withDrafts ? "drafts" : "published"}
        onValueChange={(value) => setWithDrafts(value === "drafts")}
        options={[
          { value: "published", label: t("published") },
          { value: "drafts", label: t("withDrafts") },
        ]}
      />
      <Button
        tone="primary"
        className="self-start"
        disabled={run.isRunning}
        onClick={() =>
          run.start(
            examples.map(({ id }) => id),
            withDrafts,
          )
        }
      >
        <Play aria-hidden className="size-4" />
        {run.isRunning ? t("running", { done: run.outcomes.size, count: examples.length }) : t("run", { count: examples.length })}
      </Button>
      {run.error !== null && <FailureAlert error={run.error} />}
      {remove.error && <FailureAlert error={remove.error} />}
      {isDone && run.error === null && (
        <Alert
          isLive
          tone={failed.length === 0 ? "success" : "warning"}
          title={
            failed.length === 0
              ? t("allPass", { count: examples.length })
              : t("someFail", { failed: failed.length, count: examples.length })
          }
          repair={failed.length === 0 ? undefined : t("failRepair")}
        />
      )}
      <ul className="divide-y divide-line rounded-card border border-line bg-surface">
        {examples.map((example) => (
          <ExampleRow
            key={example.id}
            portalId={portalId}
            example={example}
            outcome={run.outcomes.get(example.id)}
            onRemove={() => remove.mutate({ communityId, portalId, exampleId: example.id })}
          />
        ))}
      </ul>
    </div>
  );
}
