"use client";
import type { ReportTheme } from "@archipel/contracts/reports.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { useLeaveQuestion } from "../../kit/forms/use-leave-question.ts";
import { FieldList } from "./field-list.tsx";
import { FormPreview } from "./form-preview.tsx";
import { draftFault, filled, lostFields, NEW_THEME, storedFields, type ThemeDraft } from "./theme-draft.ts";
import { TwoLanguages } from "./two-languages.tsx";
import { useReportCount } from "./use-report-counts.ts";
import { useText } from "./words.ts";

interface ThemeEditorProps {
  /** Null for a new theme. */
  readonly theme: ReportTheme | null;
  readonly onClose: () => void;
}

/** Edits a theme and its questions, with a preview of its form. */
export function ThemeEditor({ theme, onClose }: ThemeEditorProps) {
  const t = useTranslations("moderation.themes");
  const tf = useTranslations("admin.forms");
  const tc = useTranslations("common.actions");
  const text = useText();
  const api = useApi();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const community = useCommunity();
  const roleReason = useRoleReason()("manager");
  const stored: ThemeDraft = theme ? draftOf(theme) : NEW_THEME;
  const [draft, setDraft] = useState(stored);
  const [isTried, setTried] = useState(false);
  const change = (part: Partial<ThemeDraft>) => setDraft({ ...draft, ...part });
  const isSame = JSON.stringify(draft) === JSON.stringify(stored);
  useLeaveQuestion(!isSame);
  const fault = isTried ? draftFault(draft) : null;
  const lost = lostFields(stored.fields, draft.fields);
  const reports = useReportCount(community, theme ? { themeId: theme.id } : {}) ?? 0;
  const save = useMutation(
    api.reports.saveTheme.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: t("saved", { name: text(draft.name) }) });
        await queryClient.invalidateQueries(api.reports.pathFilter());
        onClose();
      },
    }),
  );
  const send = () => {
    setTried(true);
    if (roleReason || draftFault(draft)) return;
    const { name, help, fields, portalIds, moderatorIds, isActive } = draft;
    const words = { name: filled(name), help: filled(help), fields: storedFields(fields) };
    save.mutate({ communityId: community.id, ...(theme && { themeId: theme.id }), ...words, portalIds, moderatorIds, isActive });
  };
  const reason = roleReason ?? (theme && isSame ? tf("unchanged") : undefined);
  return (
    <div className="flex flex-col gap-6">
      <Button tone="quiet" className="self-start" onClick={onClose}>
        <ArrowLeft aria-hidden className="size-4" />
        {t(isSame ? "backToAll" : "discard")}
      </Button>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <form
          method="dialog"
          noValidate
          className="flex min-w-0 flex-col gap-8"
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          <fieldset disabled={roleReason !== undefined} className="flex min-w-0 flex-col gap-8">
            <Section title={theme ? text(theme.name) : t("add")}>
              <TwoLanguages
                label={t("name")}
                value={draft.name}
                maxLength={80}
                error={fault?.fault === "name" ? t("faults.name") : undefined}
                onChange={(name) => change({ name })}
              />
              <TwoLanguages label={t("help")} value={draft.help} onChange={(help) => change({ help })} />
              <Checkbox
                label={t("isActive")}
                hint={t("isActiveHint")}
                checked={draft.isActive}
                onChange={(event) => change({ isActive: event.target.checked })}
              />
            </Section>
            <Section title={t("fields")}>
              <FieldList fields={draft.fields} fault={fault} onChange={(fields) => change({ fields })} />
              {lost.length > 0 && reports > 0 && (
                <Alert
                  tone="warning"
                  title={t("lost", { names: lost.map(({ label }) => text(label)).join(", "), count: reports })}
                  repair={t("lostRepair")}
                />
              )}
            </Section>
            <Section title={t("routing")}>
              <PortalChoice chosen={draft.portalIds} onChange={(portalIds) => change({ portalIds })} />
              <ModeratorChoice chosen={draft.moderatorIds} onChange={(moderatorIds) => change({ moderatorIds })} />
            </Section>
          </fieldset>
          {fault && <Alert tone="danger" title={tf("seeFields")} isLive />}
          {save.error && <Alert tone="danger" title={errorText(save.error)} isLive />}
          <div className="flex gap-3">
            <Button type="submit" tone="primary" disabled={save.isPending} {...(reason && { disabledReason: reason })}>
              {tc("save")}
            </Button>
            <Button onClick={onClose}>{tc("cancel")}</Button>
          </div>
        </form>
        <FormPreview draft={draft} />
      </div>
    </div>
  );
}

function draftOf({ name, help, fields, portalIds, moderatorIds, isActive }: ReportTheme): ThemeDraft {
  return { name, help, fields, portalIds, moderatorIds, isActive };
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="flex flex-col gap-4">
      <h2 className="break-words border-line border-b pb-2 text-title">{title}</h2>
      {children}
    </section>
  );
}

interface ChoiceProps {
  readonly chosen: readonly string[];
  readonly onChange: (ids: string[]) => void;
}

function toggled(chosen: readonly string[], id: string): string[] {
  return chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id];
}

function PortalChoice({ chosen, onChange }: ChoiceProps) {
  const t = useTranslations("moderation.themes");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const portals = useQuery(api.portals.list.queryOptions({ communityId })).data ?? [];
  return (
    <fieldset>
      <legend className="font-medium font-text">{t("portals")}</legend>
      <p className="text-ink-muted text-small">{t("portalsHint")}</p>
      {portals.map(({ id, name }) => (
        <Checkbox key={id} label={name} checked={chosen.includes(id)} onChange={() => onChange(toggled(chosen, id))} />
      ))}
    </fieldset>
  );
}

function ModeratorChoice({ chosen, onChange }: ChoiceProps) {
  const t = useTranslations("moderation.themes");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const members = useQuery(api.members.list.queryOptions({ communityId, limit: 100 })).data?.items ?? [];
  const able = members.filter(({ role, status }) => status === "active" && (role === "moderator" || role === "manager"));
  return (
    <fieldset>
      <legend className="font-medium font-text">{t("moderators")}</legend>
      <p className="text-ink-muted text-small">{t("moderatorsHint")}</p>
      {able.map(({ userId, name }) => (
        <Checkbox key={userId} label={name} checked={chosen.includes(userId)} onChange={() => onChange(toggled(chosen, userId))} />
      ))}
    </fieldset>
  );
}
