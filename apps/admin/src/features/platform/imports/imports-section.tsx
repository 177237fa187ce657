"use client";
import type { CommunityImport } from "@archipel/contracts/communities-transfer.ts";
import { formatBytes, formatDateTime, formatNumber } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { Progress } from "@archipel/ui/progress.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { sendFile } from "../../../api/send-file.ts";
import { QueryView } from "../../../kit/query-view.tsx";
import { links } from "../../../links.ts";
import { StartImport } from "./start-import.tsx";
import { useFailureOf } from "./use-failure-of.ts";

const BUSY: readonly CommunityImport["status"][] = ["inspecting", "waiting", "running"];

/** Communities of other platforms: the file is inspected first, and the operator sees what the import will do. */
export function ImportsSection() {
  const t = useTranslations("communities.imports");
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const inputId = useId();
  const [sending, setSending] = useState<string | null>(null);
  const imports = useQuery(
    api.communityImports.list.queryOptions(undefined, {
      refetchInterval: ({ state }) => (state.data?.some(({ status }) => BUSY.includes(status)) ? 2000 : false),
    }),
  );
  const send = useMutation({
    mutationFn: (file: File) => sendFile(links.communityImport(file.name), file),
    onSettled: () => {
      setSending(null);
      return queryClient.invalidateQueries(api.communityImports.pathFilter());
    },
  });
  return (
    <section aria-labelledby="imports-title" className="flex flex-col gap-4">
      <div>
        <h2 id="imports-title" className="text-title">
          {t("title")}
        </h2>
        <p className="max-w-prose text-ink-muted">{t("lead")}</p>
      </div>
      <div>
        <input
          id={inputId}
          ref={hearEarly}
          type="file"
          accept=".zip,application/zip"
          className="peer sr-only"
          disabled={send.isPending}
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            event.target.value = "";
            if (!file) return;
            setSending(file.name);
            send.mutate(file);
          }}
        />
        <label
          htmlFor={inputId}
          className={`${buttonClass()} cursor-pointer peer-focus-visible:outline-2 peer-focus-visible:outline-accent`}
        >
          {t("choose")}
        </label>
      </div>
      {sending && <Progress label={t("sending", { file: sending })} share={null} />}
      {send.error && <Alert tone="danger" title={errorText(send.error)} isLive />}
      <QueryView query={imports} rows={1}>
        {(rows) =>
          rows.length > 0 && (
            <ul className="flex flex-col divide-y divide-line border-line border-y">
              {rows.map((one) => (
                <ImportRow key={one.id} arriving={one} />
              ))}
            </ul>
          )
        }
      </QueryView>
    </section>
  );
}

function ImportRow({ arriving }: { readonly arriving: CommunityImport }) {
  const t = useTranslations("communities.imports");
  const locale = useLocale();
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const failureOf = useFailureOf();
  const discard = useMutation(
    api.communityImports.discard.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.communityImports.pathFilter()) }),
  );
  const { id, fileName, size, status, step, done, total, found, error, createdAt } = arriving;
  const isBusy = BUSY.includes(status);
  return (
    <li className="flex flex-col gap-3 py-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-2">
            <span className="break-all font-semibold">{found?.community.name ?? fileName}</span>
            <Badge tone={status === "done" ? "success" : status === "refused" || status === "failed" ? "danger" : "neutral"}>
              {t(`status.${status}`)}
            </Badge>
          </p>
          <p className="figures break-all text-ink-muted text-small">
            {fileName} · {formatBytes(locale, size)} · {formatDateTime(locale, createdAt)}
          </p>
        </div>
        {!isBusy && (
          <Button disabled={discard.isPending} onClick={() => discard.mutate({ importId: id })}>
            {t("discard")}
          </Button>
        )}
      </div>
      {isBusy && <Progress label={t(`steps.${stepOf(step)}`)} share={total ? done / total : null} />}
      {error && <Alert tone="danger" title={failureOf(error)} />}
      {discard.error && <Alert tone="danger" title={errorText(discard.error)} isLive />}
      {found && (status === "inspected" || status === "failed") && <Found found={found} />}
      {found && (status === "inspected" || status === "failed") && <StartImport importId={id} found={found} />}
    </li>
  );
}

function stepOf(step: string | null): "check" | "read" | "objects" | "rows" | "layers" | "waiting" {
  return step === "check" || step === "read" || step === "objects" || step === "rows" || step === "layers" ? step : "waiting";
}

/** What the import will write. */
function Found({ found }: { readonly found: NonNullable<CommunityImport["found"]> }) {
  const t = useTranslations("communities.imports");
  const locale = useLocale();
  const rows = found.tables.reduce((sum, table) => sum + table.rows, 0);
  const number = (value: number) => formatNumber(locale, value);
  return (
    <div className="flex flex-col gap-3">
      <ul className="flex list-disc flex-col gap-1 pl-5">
        <li>{t("from", { platform: found.platform, date: formatDateTime(locale, found.writtenAt) })}</li>
        <li>{t("rows", { rows: number(rows), tables: found.tables.length })}</li>
        <li>{t("layers", { layers: found.layers, features: number(found.features) })}</li>
        <li>{t("objects", { count: found.objects.count, bytes: formatBytes(locale, found.objects.bytes) })}</li>
        {found.objects.missing > 0 && <li>{t("missing", { count: found.objects.missing })}</li>}
        <li>{t("people", { known: found.people.known, created: found.people.created })}</li>
        {found.domains.length > 0 && <li>{t("domains", { domains: found.domains.join(", ") })}</li>}
      </ul>
      <details>
        <summary className="cursor-pointer underline underline-offset-2">{t("tables")}</summary>
        <ul className="figures mt-2 grid gap-x-6 text-small sm:grid-cols-2 lg:grid-cols-3">
          {found.tables.map((table) => (
            <li key={table.name} className="flex justify-between gap-3">
              <span className="break-all">{table.name}</span>
              <span>{number(table.rows)}</span>
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}
