"use client";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { RoleGate } from "../../kit/role-gate.tsx";
import { links } from "../../links.ts";
import { CompareDates } from "./compare-dates.tsx";
import { RulesForm } from "./rules-form.tsx";

/** How members edit a dataset: its rules, and the contributions made under them. */
export function ContributionsTab({ dataset }: { readonly dataset: Dataset }) {
  const t = useTranslations("admin.history");
  const api = useApi();
  const { id: communityId, slug } = useCommunity();
  const rules = useQuery(api.contributions.rules.queryOptions({ communityId, datasetId: dataset.id }));
  return (
    <RoleGate needs="contributor">
      <div className="flex flex-col gap-10">
        <CompareDates dataset={dataset} />
        <section aria-labelledby="rules-title" className="flex flex-col gap-4">
          <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
            <h2 id="rules-title" className="text-title">
              {t("rulesTitle")}
            </h2>
            <Link
              href={`${links.contributions(slug)}?view=all&mine=0&dataset=${dataset.id}`}
              className="inline-flex min-h-6 items-center text-accent-ink underline underline-offset-2"
            >
              {t("queue")}
            </Link>
          </div>
          <QueryView query={rules}>{(data) => <RulesForm key={JSON.stringify(data)} dataset={dataset} rules={data} />}</QueryView>
        </section>
      </div>
    </RoleGate>
  );
}
