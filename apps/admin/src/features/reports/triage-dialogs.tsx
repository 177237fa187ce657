"use client";
import type { QueuedReport } from "@archipel/contracts/reports.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { useCommunity, useMe } from "../../kit/current-community.tsx";
import { AnswerDialog, type Answering } from "./answer-dialog.tsx";
import { ChoiceDialog } from "./choice-dialog.tsx";
import { RefuseDialog } from "./refuse-dialog.tsx";
import { morningOf, SNOOZES, snoozeEnd } from "./snooze.ts";
import type { ReportActs } from "./use-report-acts.ts";

type Subject = Pick<QueuedReport, "id" | "number" | "body">;
type Sleeper = Subject & Pick<QueuedReport, "snoozedUntil">;

/** The open dialog, and the reports it is about. */
export type Asked =
  | { readonly kind: "assign"; readonly about: readonly Subject[] }
  | { readonly kind: "snooze"; readonly about: readonly Sleeper[] }
  | { readonly kind: "merge"; readonly into: Subject; readonly about: readonly Subject[] }
  | { readonly kind: "refuse"; readonly count: number; readonly onRefuse: (reason: string) => void }
  | { readonly kind: "answer"; readonly answering: Answering };

interface TriageDialogsProps {
  readonly asked: Asked | null;
  readonly acts: ReportActs;
  readonly onClose: () => void;
  readonly onMerged: () => void;
}

export function TriageDialogs({ asked, acts, onClose, onMerged }: TriageDialogsProps) {
  const t = useTranslations("moderation.merge");
  const [merge, setMerge] = useState<Extract<Asked, { kind: "merge" }> | null>(null);
  // Keeps the text while the dialog fades out.
  if (asked?.kind === "merge" && asked !== merge) setMerge(asked);
  return (
    <>
      <AssignDialog about={asked?.kind === "assign" ? asked.about : null} acts={acts} onClose={onClose} />
      <SnoozeDialog about={asked?.kind === "snooze" ? asked.about : null} acts={acts} onClose={onClose} />
      <AnswerDialog answering={asked?.kind === "answer" ? asked.answering : null} onClose={onClose} />
      <RefuseDialog refusing={asked?.kind === "refuse" ? asked : null} onClose={onClose} />
      <ConfirmDialog
        title={t("title", { count: merge?.about.length ?? 0, number: merge?.about[0]?.number ?? 0, into: merge?.into.number ?? 0 })}
        actionLabel={t("action")}
        isDanger={false}
        isPending={false}
        open={asked?.kind === "merge"}
        onOpenChange={onClose}
        onConfirm={() => {
          if (!merge) return;
          onClose();
          acts.merge(merge.into, merge.about);
          onMerged();
        }}
      >
        <blockquote className="line-clamp-4 border-line-strong border-l-2 pl-3">{merge?.into.body}</blockquote>
        <p>{t("text", { count: merge?.about.length ?? 0, into: merge?.into.number ?? 0 })}</p>
      </ConfirmDialog>
    </>
  );
}

interface AboutProps<About extends Subject = Subject> {
  readonly about: readonly About[] | null;
  readonly acts: ReportActs;
  readonly onClose: () => void;
}

function AssignDialog({ about, acts, onClose }: AboutProps) {
  const t = useTranslations("moderation.assign");
  const api = useApi();
  const me = useMe();
  const { id: communityId } = useCommunity();
  const members = useQuery(api.members.list.queryOptions({ communityId, limit: 100 }, { enabled: about !== null }));
  const able = (members.data?.items ?? []).filter(
    ({ role, status }) => status === "active" && (role === "moderator" || role === "manager"),
  );
  const people = [
    { id: me.id, name: me.name },
    ...able.filter(({ userId }) => userId !== me.id).map(({ userId, name }) => ({ id: userId, name })),
  ];
  return (
    <ChoiceDialog
      title={t("title", { count: about?.length ?? 1 })}
      open={about !== null}
      onClose={onClose}
      choices={[
        ...people.map((person) => ({
          key: person.id,
          label: person.id === me.id ? t("me", { name: person.name }) : person.name,
          onChoose: () => acts.assign(about ?? [], person),
        })),
        { key: "nobody", label: t("nobody"), onChoose: () => acts.assign(about ?? [], null) },
      ]}
    />
  );
}

function SnoozeDialog({ about, acts, onClose }: AboutProps<Sleeper>) {
  const t = useTranslations("moderation.snooze");
  const locale = useLocale();
  const [day, setDay] = useState("");
  const now = new Date();
  const chosen = morningOf(day, now);
  const isAsleep = about?.some(({ snoozedUntil }) => snoozedUntil !== null && snoozedUntil > now) ?? false;
  return (
    <ChoiceDialog
      title={t("title", { count: about?.length ?? 1 })}
      open={about !== null}
      onClose={onClose}
      choices={[
        ...SNOOZES.map((choice) => {
          const until = snoozeEnd(choice, now);
          return { key: choice, label: t(choice), hint: formatDate(locale, until), onChoose: () => acts.snooze(about ?? [], until) };
        }),
        ...(isAsleep ? [{ key: "wake", label: t("wake"), onChoose: () => acts.snooze(about ?? [], null) }] : []),
      ]}
    >
      <form
        method="dialog"
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (!chosen) return;
          onClose();
          acts.snooze(about ?? [], chosen);
        }}
      >
        <Field label={t("day")} className="min-w-0 flex-1">
          {(control) => <TextInput {...control} type="date" value={day} onChange={(event) => setDay(event.target.value)} />}
        </Field>
        <Button type="submit" {...(!chosen && { disabledReason: t("dayMissing") })}>
          {t("until")}
        </Button>
      </form>
    </ChoiceDialog>
  );
}
