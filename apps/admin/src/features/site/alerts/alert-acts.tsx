"use client";
import type { AlertContent, EditedAlert } from "@archipel/contracts/alerts.ts";
import type { Portal } from "@archipel/contracts/portals.ts";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi, useApiClient } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";
import { useCommunity } from "../../../kit/current-community.tsx";
import { links } from "../../../links.ts";
import { PublicationSummary } from "./publication-summary.tsx";

interface AlertActsProps {
  readonly portal: Portal;
  readonly alert: EditedAlert;
  /** What is typed; it is saved before it is published. */
  readonly content: AlertContent;
  /** Saves it. @returns the revision that is then stored */
  readonly save: () => Promise<number>;
  /** Shows what is wrong beside its field. @returns whether nothing is */
  readonly check: () => boolean;
}

type Act = "publish" | "end" | "cancel" | "remove";

/** Publishes, ends, cancels or deletes an alert, after a question that says how many people it reaches. */
export function AlertActs({ portal, alert, content, save, check }: AlertActsProps) {
  const t = useTranslations("alerts.console");
  const locale = useLocale();
  const api = useApi();
  const client = useApiClient();
  const router = useRouter();
  const toasts = useToasts();
  const errorText = useErrorText();
  const queryClient = useQueryClient();
  const community = useCommunity();
  const [asked, setAsked] = useState<Act | null>(null);
  const [isSent, setSent] = useState(true);
  const [note, setNote] = useState("");
  const base = { communityId: community.id, alertId: alert.id };
  const run = useMutation({
    mutationFn: async (act: Act) => {
      if (act === "publish") await client.alerts.publish.mutate({ ...base, basedOn: await save(), isSent, note });
      if (act === "end") await client.alerts.end.mutate({ ...base, isSent, note });
      if (act === "cancel") await client.alerts.cancel.mutate({ ...base, isSent, note });
      if (act === "remove") await client.alerts.remove.mutate(base);
    },
    onSuccess: async (_done, act) => {
      setAsked(null);
      toasts.add({ title: t(act === "publish" ? "published" : "closed") });
      if (act === "remove") router.push(links.site(community.slug, portal.id, "alerts"));
      await queryClient.invalidateQueries(api.alerts.pathFilter());
    },
  });
  const open = (act: Act) => {
    run.reset();
    setSent(true);
    setNote("");
    setAsked(act);
  };
  const isFirst = alert.state === "draft";
  const isOpen = alert.state === "in-force" || alert.state === "planned";
  const words = {
    publish: {
      title: t(isFirst ? "publishTitle" : "correctTitle"),
      text: isFirst ? t("publishText", { portal: portal.name }) : t("correctText"),
      action: t(isFirst ? "publish" : "correct"),
    },
    end: { title: t("endTitle"), text: t("endText"), action: t("end") },
    cancel: { title: t("cancelTitle"), text: t("cancelText"), action: t("cancel") },
    remove: { title: t("removeTitle"), text: t("removeText"), action: t("remove") },
  }[asked ?? "publish"];
  return (
    <>
      {alert.state !== "cancelled" && (
        <Button tone="primary" onClick={() => check() && open("publish")}>
          {t(isFirst ? "publish" : "correct")}
        </Button>
      )}
      {alert.state === "in-force" && <Button onClick={() => open("end")}>{t("end")}</Button>}
      {isOpen && <Button onClick={() => open("cancel")}>{t("cancel")}</Button>}
      {isFirst && (
        <Button tone="quiet" onClick={() => open("remove")}>
          {t("remove")}
        </Button>
      )}
      <ConfirmDialog
        title={words.title}
        actionLabel={words.action}
        isDanger={asked !== "publish"}
        open={asked !== null}
        onOpenChange={(isShown) => !isShown && setAsked(null)}
        isPending={run.isPending}
        error={run.error ? errorText(run.error) : undefined}
        onConfirm={() => asked && run.mutate(asked)}
      >
        <div className="flex flex-col gap-4">
          <p>{words.text}</p>
          {asked === "publish" && <PublicationSummary content={content} languages={alert.languages} portalName={portal.name} />}
          {asked !== null && asked !== "remove" && (
            <>
              <Reach portalId={portal.id} area={content.area} />
              {asked === "publish" && content.from !== null && content.from > new Date() && (
                <p className="text-ink-muted">{t("sentLater", { date: formatDateTime(locale, content.from) })}</p>
              )}
              <Checkbox label={t("send")} hint={t("sendHint")} checked={isSent} onChange={(event) => setSent(event.target.checked)} />
              {!(asked === "publish" && isFirst) && (
                <Field label={t("note")} hint={t("noteHint")}>
                  {(control) => <TextInput {...control} maxLength={300} value={note} onChange={(event) => setNote(event.target.value)} />}
                </Field>
              )}
            </>
          )}
        </div>
      </ConfirmDialog>
    </>
  );
}

/** How many people get a mail, before it is sent. */
function Reach({ portalId, area }: { readonly portalId: string; readonly area: AlertContent["area"] }) {
  const t = useTranslations("alerts.console");
  const client = useApiClient();
  const errorText = useErrorText();
  const { id: communityId } = useCommunity();
  const reach = useQuery({
    queryKey: ["alert-reach", portalId, area],
    queryFn: () => client.alerts.reach.mutate({ communityId, portalId, area }),
    staleTime: 0,
    retry: false,
  });
  if (reach.error) return <Alert tone="danger" isLive title={errorText(reach.error)} />;
  return <Alert tone="info" title={reach.data ? t("reach", { count: reach.data.people }) : t("reaching")} />;
}
