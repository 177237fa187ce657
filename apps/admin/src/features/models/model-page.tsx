"use client";
import type { ModelDetail } from "@archipel/contracts/models.ts";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { crsTitle } from "../../kit/crs-choice.tsx";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { UsedBy } from "../../kit/used-by.tsx";
import { links } from "../../links.ts";
import { CodeLists } from "./code-lists.tsx";
import { modelIn } from "./model-in.ts";
import { ModelFiles, ModelTables } from "./model-parts.tsx";

/** One model: expected files, tables with their fields, code lists. */
export function ModelPage({ modelKey }: { readonly modelKey: string }) {
  const t = useTranslations("models.list");
  const api = useApi();
  const community = useCommunity();
  const model = useQuery(api.models.get.queryOptions({ communityId: community.id, key: modelKey }));
  return (
    <QueryView query={model} rows={8} back={{ label: t("title"), href: links.models(community.slug) }}>
      {(data) => {
        const definition = modelIn(data.definition);
        return (
          <>
            <ModelHeader model={data} />
            <ModelFacts model={data} />
            <ModelFiles files={definition.files} />
            <ModelTables tables={definition.tables ?? {}} />
            <CodeLists lists={definition.codeLists ?? {}} />
          </>
        );
      }}
    </QueryView>
  );
}

function ModelHeader({ model }: { readonly model: ModelDetail }) {
  const t = useTranslations("models");
  const te = useTranslations("models.editor.page");
  const tc = useTranslations("common.actions");
  const locale = useLocale();
  const api = useApi();
  const community = useCommunity();
  const router = useRouter();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const reason = useRoleReason()("manager");
  const [isAsking, setAsking] = useState(false);
  const title = model.title[locale];
  const remove = useMutation(
    api.models.remove.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: t("list.removed") });
        router.push(links.models(community.slug));
        await queryClient.invalidateQueries(api.models.list.pathFilter());
      },
    }),
  );
  return (
    <>
      <PageHeader
        title={title}
        parents={[{ label: t("list.title"), href: links.models(community.slug) }]}
        badges={model.version !== null && <Badge>{t("model.versionOf", { version: model.version })}</Badge>}
        lead={model.description?.[locale]}
        actions={
          <>
            <CopyButton text={JSON.stringify(model.definition, null, 2)} label={t("model.copy")} copiedLabel={t("model.copied")} />
            <Button onClick={() => router.push(links.newModel(community.slug, model.key))} {...(reason && { disabledReason: reason })}>
              {te("copy")}
            </Button>
            {model.source === "own" && (
              <Button onClick={() => router.push(links.editModel(community.slug, model.key))} {...(reason && { disabledReason: reason })}>
                {tc("edit")}
              </Button>
            )}
            {model.source === "own" && (
              <Button tone="danger" onClick={() => setAsking(true)} {...(reason && { disabledReason: reason })}>
                {t("list.remove")}
              </Button>
            )}
          </>
        }
      />
      <ConfirmDialog
        title={t("list.removeTitle", { title })}
        actionLabel={t("list.remove")}
        open={isAsking}
        onOpenChange={setAsking}
        isPending={remove.isPending}
        error={remove.error ? errorText(remove.error) : undefined}
        onConfirm={() => remove.mutate({ communityId: community.id, key: model.key })}
      >
        <p>{t("list.removeText")}</p>
        {isAsking && model.id !== null && <UsedBy kind="model" id={model.id} />}
      </ConfirmDialog>
    </>
  );
}

function ModelFacts({ model }: { readonly model: ModelDetail }) {
  const t = useTranslations("models.model");
  const tm = useTranslations("models.list");
  const locale = useLocale();
  const { folder, crs, metadata } = modelIn(model.definition);
  const standard = model.standard && t("standardVersion", { name: model.standard.name, version: model.standard.version ?? "" }).trim();
  return (
    <dl className="grid grid-cols-[minmax(0,1fr)] gap-x-6 gap-y-2 sm:grid-cols-[auto_minmax(0,1fr)]">
      <Fact term={tm("columns.key")}>{model.key}</Fact>
      {standard && (
        <Fact term={t("standard")}>
          {model.standard?.url ? (
            <a href={model.standard.url} rel="noopener" className="text-accent-ink underline underline-offset-2">
              {standard}
            </a>
          ) : (
            standard
          )}
        </Fact>
      )}
      {folder && (
        <Fact term={t("folder")}>
          <code className="break-all">{folder.pattern}</code>
          {folder.example && <span className="text-ink-muted"> {t("example", { example: folder.example })}</span>}
        </Fact>
      )}
      {crs && <Fact term={t("crs")}>{crs.map(crsTitle).join(", ")}</Fact>}
      {metadata?.rules === "iso19139" && <Fact term={t("metadata")}>ISO 19139</Fact>}
      {model.versions.length > 0 && (
        <Fact term={t("savedVersions")}>
          <ul>
            {model.versions.map(({ version, authorName, savedAt }) => (
              <li key={version}>
                {t("versionOf", { version })} · {tm("savedBy", { by: authorName ?? "", when: formatDateTime(locale, savedAt) })}
              </li>
            ))}
          </ul>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: React.ReactNode }) {
  return (
    <>
      <dt className="text-ink-muted">{term}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
