"use client";
import type { Link } from "@archipel/blocks/field.ts";
import { type Redirect, type Redirects, redirectPath } from "@archipel/contracts/site-navigation.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Table } from "@archipel/ui/table.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { FailureAlert } from "../../../kit/failure-alert.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { type Fields, FieldsProvider } from "../fields/fields-context.tsx";
import { LinkField } from "../fields/link-field.tsx";
import { useLinkWords } from "../things/use-link-words.ts";
import { useSiteThings } from "../things/use-site-things.ts";

const NO_PICTURES = new Map();

/** Old addresses of the portal, and where they lead now. */
export function RedirectsTab({ portalId }: { readonly portalId: string }) {
  const t = useTranslations("site-editor.redirects");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const stored = useQuery(api.siteNavigation.redirects.queryOptions({ communityId, portalId }));
  const [isAdding, setAdding] = useState(false);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-prose text-ink-muted">{t("lead")}</p>
        <Button tone="primary" onClick={() => setAdding(true)}>
          <Plus aria-hidden className="size-4" />
          {t("add")}
        </Button>
      </div>
      <QueryView query={stored}>
        {(data) =>
          data.redirects.length === 0 ? <p className="text-ink-muted">{t("none")}</p> : <RedirectTable portalId={portalId} data={data} />
        }
      </QueryView>
      {isAdding && <RedirectDialog portalId={portalId} onClose={() => setAdding(false)} />}
    </div>
  );
}

function RedirectTable({ portalId, data }: { readonly portalId: string; readonly data: Redirects }) {
  const t = useTranslations("site-editor.redirects");
  const locale = useLocale();
  const linkWords = useLinkWords(data.targets);
  const [typed, setTyped] = useState("");
  const rows = data.redirects.filter(({ from }) => from.includes(typed.trim().toLowerCase()) || from.includes(typed.trim()));
  return (
    <>
      {data.redirects.length > 10 && (
        <Field label={t("search")} isLabelHidden className="max-w-80">
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
      )}
      <Table<Redirect>
        caption={t("count", { count: data.redirects.length, most: data.most })}
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          { key: "from", header: t("from"), isRowHeader: true, cell: ({ from }) => <span className="figures break-all">{from}</span> },
          {
            key: "to",
            header: t("to"),
            cell: ({ link, isDangling }) => (
              <span className="flex flex-wrap items-center gap-2">
                <span className="break-all">{linkWords(link)}</span>
                {isDangling && <Badge tone="warning">{t("dangling")}</Badge>}
              </span>
            ),
          },
          { key: "by", header: t("madeBy"), isWideOnly: true, cell: ({ madeBy }) => t(madeBy) },
          { key: "at", header: t("since"), isWideOnly: true, cell: ({ createdAt }) => formatDate(locale, createdAt, "medium") },
          {
            key: "remove",
            header: <span className="sr-only">{t("acts")}</span>,
            cell: (row) => <RemoveRedirect portalId={portalId} row={row} />,
          },
        ]}
      />
    </>
  );
}

function RemoveRedirect({ portalId, row }: { readonly portalId: string; readonly row: Redirect }) {
  const t = useTranslations("site-editor.redirects");
  const api = useApi();
  const queryClient = useQueryClient();
  const { id: communityId } = useCommunity();
  const remove = useMutation(
    api.siteNavigation.removeRedirect.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.siteNavigation.pathFilter()) }),
  );
  return (
    <>
      <Button
        tone="quiet"
        isSquare
        aria-label={t("remove", { from: row.from })}
        disabled={remove.isPending}
        onClick={() => remove.mutate({ communityId, portalId, redirectId: row.id })}
      >
        <Trash2 aria-hidden className="size-4" />
      </Button>
      {remove.error && <FailureAlert error={remove.error} />}
    </>
  );
}

function RedirectDialog({ portalId, onClose }: { readonly portalId: string; readonly onClose: () => void }) {
  const t = useTranslations("site-editor.redirects");
  const tc = useTranslations("common.actions");
  const api = useApi();
  const queryClient = useQueryClient();
  const { id: communityId } = useCommunity();
  const things = useSiteThings(portalId);
  const [from, setFrom] = useState("");
  const [link, setLink] = useState<Link | undefined>(undefined);
  const [isTried, setTried] = useState(false);
  const path = redirectPath.safeParse(pathOf(from));
  const save = useMutation(
    api.siteNavigation.saveRedirect.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(api.siteNavigation.pathFilter());
        onClose();
      },
    }),
  );
  const send = () => {
    setTried(true);
    if (path.success && link) save.mutate({ communityId, portalId, from: path.data, link });
  };
  const fields: Fields = {
    communityId,
    portalId,
    language: "fr",
    languages: ["fr"],
    things,
    pictures: NO_PICTURES,
    onPicture: () => {},
    problemAt: (where) => (isTried && where === "link" && !link ? { text: t("linkMissing"), isError: true } : undefined),
  };
  return (
    <Dialog
      title={t("add")}
      closeLabel={tc("close")}
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{tc("cancel")}</Button>
          <Button tone="primary" disabled={save.isPending} onClick={send}>
            {t("save")}
          </Button>
        </>
      }
    >
      <FieldsProvider value={fields}>
        <div className="flex flex-col gap-4">
          <Field label={t("from")} hint={t("fromHint")} error={isTried && !path.success ? t("fromWrong") : undefined}>
            {(control) => (
              <TextInput
                {...control}
                className="figures"
                spellCheck={false}
                autoCapitalize="none"
                maxLength={2_000}
                value={from}
                onChange={(event) => setFrom(event.target.value)}
              />
            )}
          </Field>
          <LinkField label={t("to")} where="link" value={link} onChange={setLink} />
          {save.error && <FailureAlert error={save.error} />}
        </div>
      </FieldsProvider>
    </Dialog>
  );
}

/** A whole address that was pasted, without its host and its query. */
function pathOf(typed: string): string {
  const text = typed.trim();
  if (/^https?:\/\//i.test(text)) return URL.parse(text)?.pathname ?? text;
  return text !== "" && !text.startsWith("/") ? `/${text}` : text;
}
