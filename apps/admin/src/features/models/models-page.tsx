"use client";
import type { ModelSummary } from "@archipel/contracts/models.ts";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { type Column, Table } from "@archipel/ui/table.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useQuery } from "@tanstack/react-query";
import { FileUp, ListChecks, PenLine } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";
import { matchesModel } from "./matches-model.ts";
import { TableSchemaDialog } from "./table-schema-dialog.tsx";

/** The community's validation models, and those that ship with the platform. */
export function ModelsPage() {
  const t = useTranslations("models.list");
  const api = useApi();
  const te = useTranslations("models.editor.page");
  const router = useRouter();
  const community = useCommunity();
  const models = useQuery(api.models.list.queryOptions({ communityId: community.id }));
  const [typed, setTyped] = useState("");
  const [isImporting, setImporting] = useState(false);
  const reason = useRoleReason()("manager");
  const add = (
    <>
      <Button onClick={() => setImporting(true)} {...(reason && { disabledReason: reason })}>
        <FileUp aria-hidden className="size-4" />
        {t("import")}
      </Button>
      <Button tone="primary" onClick={() => router.push(links.newModel(community.slug))} {...(reason && { disabledReason: reason })}>
        <PenLine aria-hidden className="size-4" />
        {te("new")}
      </Button>
    </>
  );
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} actions={add} />
      <search>
        <Field label={t("search")} isLabelHidden className="sm:max-w-80">
          {(control) => (
            <TextInput
              {...control}
              type="search"
              placeholder={t("search")}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
      </search>
      <QueryView query={models}>
        {(all) => {
          const found = all.filter((model) => matchesModel(model, typed));
          const own = found.filter(({ source }) => source === "own");
          const shipped = found.filter(({ source }) => source === "shipped");
          if (found.length === 0) return <p className="text-ink-muted">{t("none")}</p>;
          return (
            <>
              {own.length > 0 && <ModelTable caption={t("own")} models={own} isOwn />}
              {all.every(({ source }) => source !== "own") && (
                <EmptyState
                  icon={<ListChecks aria-hidden className="size-10" />}
                  title={t("noOwn")}
                  action={<div className="flex flex-wrap justify-center gap-2">{add}</div>}
                >
                  {t("noOwnText")}
                </EmptyState>
              )}
              {shipped.length > 0 && <ModelTable caption={t("shipped")} models={shipped} />}
            </>
          );
        }}
      </QueryView>
      {isImporting && <TableSchemaDialog onClose={() => setImporting(false)} />}
    </>
  );
}

interface ModelTableProps {
  readonly caption: string;
  readonly models: readonly ModelSummary[];
  readonly isOwn?: boolean;
}

function ModelTable({ caption, models, isOwn = false }: ModelTableProps) {
  const t = useTranslations("models.list");
  const locale = useLocale();
  const community = useCommunity();
  const columns: Column<ModelSummary>[] = [
    {
      key: "title",
      header: t("columns.title"),
      isRowHeader: true,
      cell: ({ key, title }) => (
        <Link
          href={links.model(community.slug, key)}
          className="inline-flex min-h-6 items-center text-accent-ink underline-offset-2 hover:underline"
        >
          {title[locale]}
        </Link>
      ),
    },
    { key: "key", header: t("columns.key"), isWideOnly: true, cell: ({ key }) => key },
    { key: "version", header: t("columns.version"), cell: ({ version, standard }) => version ?? standard?.version ?? "" },
    { key: "tables", header: t("columns.tables"), isNumeric: true, cell: ({ tables }) => tables },
  ];
  if (isOwn)
    columns.push({
      key: "saved",
      header: t("columns.saved"),
      isWideOnly: true,
      cell: ({ authorName, savedAt }) => savedAt && t("savedBy", { by: authorName ?? "", when: formatDateTime(locale, savedAt) }),
    });
  return <Table caption={caption} columns={columns} rows={models} rowKey={({ key }) => key} />;
}
