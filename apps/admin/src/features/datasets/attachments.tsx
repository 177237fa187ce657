"use client";
import type { Attachment } from "@archipel/contracts/attachments.ts";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import { formatBytes } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, LinkButton } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { type Column, Table } from "@archipel/ui/table.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";

/** Rows shown at once. A delivery may hold thousands of documents. */
const PAGE = 100;

/** The documents that came with the data: open, rename, remove. */
export function Attachments({ dataset }: { readonly dataset: Dataset }) {
  const api = useApi();
  const attachments = useQuery(api.attachments.list.queryOptions({ datasetId: dataset.id }));
  return <QueryView query={attachments}>{(all) => <AttachmentTable all={all} />}</QueryView>;
}

function AttachmentTable({ all }: { readonly all: readonly Attachment[] }) {
  const t = useTranslations("admin.attachments");
  const locale = useLocale();
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const reason = useRoleReason()("manager");
  const [shown, setShown] = useState(PAGE);
  const onSuccess = () => queryClient.invalidateQueries(api.attachments.pathFilter());
  const rename = useMutation(api.attachments.rename.mutationOptions({ onSuccess }));
  const remove = useMutation(api.attachments.remove.mutationOptions({ onSuccess }));
  if (all.length === 0) return <p className="text-ink-muted">{t("empty")}</p>;
  const error = rename.error ?? remove.error;
  const columns: Column<Attachment>[] = [
    {
      key: "title",
      header: t("title"),
      isRowHeader: true,
      cell: (one) => (
        <Field label={t("titleOf", { name: one.fileName })} isLabelHidden>
          {(control) => (
            <TextInput
              {...control}
              defaultValue={one.title}
              maxLength={200}
              disabled={reason !== undefined}
              onBlur={(event) => {
                const title = event.target.value.trim();
                if (title !== "" && title !== one.title) rename.mutate({ communityId: community.id, attachmentId: one.id, title });
              }}
            />
          )}
        </Field>
      ),
    },
    { key: "path", header: t("path"), isWideOnly: true, cell: (one) => <span className="break-all text-small">{one.path}</span> },
    {
      key: "size",
      header: t("size"),
      isNumeric: true,
      cell: (one) => <span className="whitespace-nowrap">{formatBytes(locale, one.size)}</span>,
    },
    {
      key: "actions",
      header: t("actions"),
      cell: (one) => (
        <span className="flex flex-wrap gap-2">
          <LinkButton href={links.attachment(one.id)} download>
            {t("download")}
            <span className="sr-only"> — {one.title}</span>
          </LinkButton>
          <Button
            disabled={remove.isPending}
            onClick={() => remove.mutate({ communityId: community.id, attachmentId: one.id })}
            {...(reason && { disabledReason: reason })}
          >
            {t("remove")}
            <span className="sr-only"> — {one.title}</span>
          </Button>
        </span>
      ),
    },
  ];
  return (
    <div className="flex flex-col items-start gap-4">
      <p className="max-w-prose text-ink-muted">{t("lead")}</p>
      {error && <Alert tone="danger" title={errorText(error)} isLive />}
      <div className="w-full">
        <Table caption={t("caption")} isCaptionHidden columns={columns} rows={all.slice(0, shown)} rowKey={({ id }) => id} />
      </div>
      {shown < all.length && <Button onClick={() => setShown(shown + PAGE)}>{t("more", { count: all.length - shown })}</Button>}
    </div>
  );
}
