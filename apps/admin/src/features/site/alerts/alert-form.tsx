"use client";
import { CONTENT_LANGUAGES, type ContentLanguage } from "@archipel/blocks/languages.ts";
import {
  ALERT_CERTAINTIES,
  ALERT_EVENTS,
  ALERT_LEVELS,
  ALERT_TEXT_MAX,
  ALERT_TITLE_MAX,
  type AlertContent,
  type AlertEvent,
  type EditedAlert,
} from "@archipel/contracts/alerts.ts";
import type { Portal } from "@archipel/contracts/portals.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Checkbox, RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { FailureAlert } from "../../../kit/failure-alert.tsx";
import { useLeaveQuestion } from "../../../kit/forms/use-leave-question.ts";
import { PageHeader } from "../../../kit/page-header.tsx";
import { links } from "../../../links.ts";
import { type Fields, FieldsProvider } from "../fields/fields-context.tsx";
import { LinkField } from "../fields/link-field.tsx";
import { MarkdownField } from "../fields/markdown-field.tsx";
import { TextField } from "../fields/text-field.tsx";
import { LanguageChoice } from "../forms/language-choice.tsx";
import { momentOf, typedMoment } from "../publish/moments.ts";
import { useSiteThings } from "../things/use-site-things.ts";
import { useTitle } from "../things/use-title.ts";
import { AlertActs } from "./alert-acts.tsx";
import { type AlertFaults, alertFaults } from "./alert-faults.ts";
import { AreaFields } from "./area-fields.tsx";
import { LevelBadge } from "./level-badge.tsx";
import { Sendings } from "./sendings.tsx";

interface AlertFormProps {
  readonly portal: Portal;
  readonly alert: EditedAlert;
}

const EVENTS = Object.keys(ALERT_EVENTS) as AlertEvent[];
const NO_PICTURES = new Map<string, never>();

/** The form of an alert. It is saved as a whole; publishing saves it first. */
export function AlertForm({ portal, alert }: AlertFormProps) {
  const t = useTranslations("alerts");
  const tn = useTranslations("admin.nav");
  const ts = useTranslations("site-editor.site");
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const titleOf = useTitle();
  const things = useSiteThings(portal.id);
  const [content, setContent] = useState<AlertContent>(alert.draft);
  const [language, setLanguage] = useState<ContentLanguage>(alert.languages[0] ?? "fr");
  const own = alert.languages[0] ?? "fr";
  const [isTried, setTried] = useState(false);
  const found = alertFaults(content, own, new Date());
  const faults = isTried ? found : {};
  const faultText = (fault: NonNullable<AlertFaults["title"] | AlertFaults["until"]>) =>
    t(`console.form.${fault}`, { language: CONTENT_LANGUAGES[own] });
  const isChanged = JSON.stringify(content) !== JSON.stringify(alert.draft);
  useLeaveQuestion(isChanged);
  const refresh = () => queryClient.invalidateQueries(api.alerts.pathFilter());
  const save = useMutation(
    api.alerts.save.mutationOptions({
      onSuccess: ({ draft }) => {
        // As it was stored: without spaces at the ends.
        setContent(draft);
        return refresh();
      },
    }),
  );
  const base = { communityId: community.id, alertId: alert.id };
  const saved = async () => (isChanged ? (await save.mutateAsync({ ...base, basedOn: alert.revision, content })).revision : alert.revision);
  const isCancelled = alert.state === "cancelled";
  const fields: Fields = {
    communityId: community.id,
    portalId: portal.id,
    language,
    languages: alert.languages,
    things,
    pictures: NO_PICTURES,
    onPicture: () => {},
    problemAt: (where) => (where === "title" && faults.title ? { text: faultText(faults.title), isError: true } : undefined),
  };
  const check = () => {
    setTried(true);
    // The title that lacks is that of the portal's language.
    if (found.title) setLanguage(own);
    return Object.keys(found).length === 0;
  };
  return (
    <FieldsProvider value={fields}>
      <PageHeader
        title={titleOf(content.title) || t("console.untitled")}
        parents={[
          { label: tn("portals"), href: links.portals(community.slug) },
          { label: portal.name, href: links.portal(community.slug, portal.id) },
          { label: ts("alerts"), href: links.site(community.slug, portal.id, "alerts") },
        ]}
        badges={
          <>
            <LevelBadge level={content.level} />
            <Badge tone={alert.state === "in-force" ? "warning" : "neutral"}>{t(`states.${alert.state}`)}</Badge>
            {alert.hasChanges && <Badge tone="warning">{t("console.changes")}</Badge>}
          </>
        }
      />
      <div className="grid gap-8 xl:grid-cols-[minmax(0,42rem)_minmax(0,24rem)]">
        <form
          method="dialog"
          noValidate
          aria-label={t("console.form.title")}
          className="flex min-w-0 flex-col gap-6"
          onSubmit={(event) => event.preventDefault()}
        >
          <fieldset disabled={isCancelled} className="contents">
            <AlertTexts content={content} onChange={setContent} language={language} languages={alert.languages} onLanguage={setLanguage} />
            <AreaFields portal={portal} area={content.area} onChange={(area) => setContent({ ...content, area })} />
            <AlertDetails
              content={content}
              onChange={setContent}
              communityName={community.name}
              untilFault={faults.until && faultText(faults.until)}
            />
          </fieldset>
        </form>
        <aside className="flex min-w-0 flex-col gap-6">
          <section className="flex flex-col items-start gap-3 rounded-card border border-line bg-surface p-5">
            {!isCancelled && (
              <Button disabled={save.isPending || !isChanged} onClick={() => save.mutate({ ...base, basedOn: alert.revision, content })}>
                {t("console.form.save")}
              </Button>
            )}
            <AlertActs portal={portal} alert={alert} content={content} save={saved} check={check} />
            <span role="status" className="text-ink-muted text-small">
              {save.isSuccess && !isChanged && t("console.form.saved")}
            </span>
            {save.error && <FailureAlert error={save.error} />}
          </section>
          <Sendings sendings={alert.sendings} />
        </aside>
      </div>
    </FieldsProvider>
  );
}

interface PartProps {
  readonly content: AlertContent;
  readonly onChange: (content: AlertContent) => void;
}

interface AlertTextsProps extends PartProps {
  readonly language: ContentLanguage;
  readonly languages: readonly ContentLanguage[];
  readonly onLanguage: (language: ContentLanguage) => void;
}

function AlertTexts({ content, onChange, language, languages, onLanguage }: AlertTextsProps) {
  const t = useTranslations("alerts");
  return (
    <>
      <RadioGroup
        legend={t("console.form.level")}
        name="level"
        isInline
        value={content.level}
        onValueChange={(value) => onChange({ ...content, level: ALERT_LEVELS.find((one) => one === value) ?? content.level })}
        options={ALERT_LEVELS.map((level) => ({ value: level, label: <LevelBadge level={level} /> }))}
      />
      <div className="grid gap-6 sm:grid-cols-2">
        <Field label={t("console.form.event")}>
          {(control) => (
            <Select
              {...control}
              value={content.event}
              options={EVENTS.map((value) => ({ value, label: t(`events.${value}`) }))}
              onChange={({ target }) => onChange({ ...content, event: EVENTS.find((one) => one === target.value) ?? "other" })}
            />
          )}
        </Field>
        <Field label={t("console.form.certainty")}>
          {(control) => (
            <Select
              {...control}
              value={content.certainty}
              options={ALERT_CERTAINTIES.map((value) => ({ value, label: t(`certainties.${value}`) }))}
              onChange={({ target }) =>
                onChange({ ...content, certainty: ALERT_CERTAINTIES.find((one) => one === target.value) ?? "unknown" })
              }
            />
          )}
        </Field>
      </div>
      {languages.length > 1 && <LanguageChoice languages={languages} value={language} onChange={onLanguage} />}
      <TextField
        label={t("console.form.alertTitle")}
        where="title"
        value={content.title}
        max={ALERT_TITLE_MAX}
        hint={t("console.form.alertTitleHint")}
        onChange={(title) => onChange({ ...content, title })}
      />
      <MarkdownField
        label={t("console.form.text")}
        where="text"
        value={content.text}
        max={ALERT_TEXT_MAX}
        onChange={(text) => onChange({ ...content, text })}
      />
    </>
  );
}

interface AlertDetailsProps extends PartProps {
  readonly communityName: string;
  readonly untilFault: string | undefined;
}

function AlertDetails({ content, onChange, communityName, untilFault }: AlertDetailsProps) {
  const t = useTranslations("alerts.console.form");
  const [from, setFrom] = useState(content.from ? typedMoment(content.from) : "");
  const [until, setUntil] = useState(content.until ? typedMoment(content.until) : "");
  return (
    <>
      <div className="grid gap-6 sm:grid-cols-2">
        <Field label={t("from")} hint={t("fromHint")}>
          {(control) => (
            <TextInput
              {...control}
              type="datetime-local"
              value={from}
              onChange={(event) => {
                setFrom(event.target.value);
                onChange({ ...content, from: momentOf(event.target.value) });
              }}
            />
          )}
        </Field>
        <Field label={t("until")} hint={t("untilHint")} error={untilFault}>
          {(control) => (
            <TextInput
              {...control}
              type="datetime-local"
              value={until}
              onChange={(event) => {
                setUntil(event.target.value);
                onChange({ ...content, until: momentOf(event.target.value) });
              }}
            />
          )}
        </Field>
      </div>
      <LinkField
        label={t("link")}
        where="link"
        value={content.link}
        onChange={(link) => {
          const { link: _, ...rest } = content;
          onChange(link ? { ...rest, link } : rest);
        }}
      />
      <Field label={t("issuedBy")} hint={t("issuedByHint")}>
        {(control) => (
          <TextInput
            {...control}
            maxLength={120}
            placeholder={communityName}
            value={content.issuedBy}
            onChange={(event) => onChange({ ...content, issuedBy: event.target.value })}
          />
        )}
      </Field>
      <Checkbox
        label={t("isExercise")}
        hint={t("isExerciseHint")}
        checked={content.isExercise}
        onChange={(event) => onChange({ ...content, isExercise: event.target.checked })}
      />
    </>
  );
}
