"use client";
import type { ContentLanguage } from "@archipel/blocks/languages.ts";
import { type EditedLegal, type SiteLegal, siteLegal } from "@archipel/contracts/site-legal.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge } from "@archipel/ui/badge.tsx";
import { Progress } from "@archipel/ui/progress.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { useLeaveQuestion } from "../../../kit/forms/use-leave-question.ts";
import { QueryView } from "../../../kit/query-view.tsx";
import { focusPlace } from "../draft/focus-place.ts";
import { propertyAt, written } from "../draft/page-draft.ts";
import { type Fields, FieldsProvider } from "../fields/fields-context.tsx";
import { LanguageChoice } from "../forms/language-choice.tsx";
import { SaveFoot } from "../forms/save-foot.tsx";
import { useSiteThings } from "../things/use-site-things.ts";
import { AccessibilitySection } from "./accessibility-section.tsx";
import { LegalProvider } from "./legal-context.tsx";
import { ContactSection, HostSection, PrivacySection, PublisherSection, ReuseSection } from "./legal-sections.tsx";

/** The sections of the form, with the properties that each holds. */
const SECTIONS = {
  publisher: { Content: PublisherSection, roots: ["publisher", "director"] },
  host: { Content: HostSection, roots: ["host"] },
  contact: { Content: ContactSection, roots: ["contact"] },
  privacy: { Content: PrivacySection, roots: ["privacy"] },
  accessibility: { Content: AccessibilitySection, roots: ["accessibility"] },
  reuse: { Content: ReuseSection, roots: ["reuse"] },
} as const;
type SectionName = keyof typeof SECTIONS;
const NAMES = Object.keys(SECTIONS) as SectionName[];
const NO_PICTURES = new Map();

export function LegalTab({ portalId }: { readonly portalId: string }) {
  const api = useApi();
  const { id: communityId } = useCommunity();
  const stored = useQuery(api.siteLegal.get.queryOptions({ communityId, portalId }, { refetchOnWindowFocus: false }));
  const pages = useQuery(api.sitePages.list.queryOptions({ communityId, portalId }));
  return (
    <QueryView query={stored} rows={8}>
      {(data) => (
        <LegalForm
          key={data.revision}
          portalId={portalId}
          stored={data}
          languages={pages.data?.languages ?? ["fr"]}
          onRead={async () => {
            await stored.refetch();
          }}
        />
      )}
    </QueryView>
  );
}

interface LegalFormProps {
  readonly portalId: string;
  readonly stored: EditedLegal;
  readonly languages: readonly ContentLanguage[];
  readonly onRead: () => Promise<void>;
}

function LegalForm({ portalId, stored, languages, onRead }: LegalFormProps) {
  const t = useTranslations("site-editor.legal");
  const toasts = useToasts();
  const api = useApi();
  const queryClient = useQueryClient();
  const { id: communityId } = useCommunity();
  const [legal, setLegal] = useState<SiteLegal>(stored.legal);
  const [language, setLanguage] = useState<ContentLanguage>(languages[0] ?? "fr");
  const [isTried, setTried] = useState(false);
  const things = useSiteThings(portalId);
  const isChanged = legal !== stored.legal;
  useLeaveQuestion(isChanged);
  const save = useMutation(
    api.siteLegal.save.mutationOptions({
      onSuccess: () => {
        toasts.add({ title: t("saved") });
        return queryClient.invalidateQueries(api.siteLegal.pathFilter());
      },
    }),
  );
  const valueAt = (path: string) => propertyAt(legal, stepsOf(path));
  const issues = siteLegal.safeParse(legal).error?.issues ?? [];
  const errorAt = (path: string) => {
    const found = issues.find((issue) => issue.path.join(".") === path);
    if (!found || (!isTried && found.message !== "grid-too-many")) return undefined;
    return t(
      found.message === "grid-too-many"
        ? "errors.grid"
        : path.endsWith("mail")
          ? "errors.mail"
          : /(site|form|plan|address)$/.test(path)
            ? "errors.address"
            : "errors.wrong",
    );
  };
  // What was missing when it was saved, and is still as it was.
  const missing = stored.missing.filter(
    ({ path }) => JSON.stringify(propertyAt(legal, path)) === JSON.stringify(propertyAt(stored.legal, path)),
  );
  const fields: Fields = {
    communityId,
    portalId,
    language,
    languages,
    things,
    pictures: NO_PICTURES,
    onPicture: () => {},
    problemAt: (where) => {
      const error = errorAt(where) ?? errorAt(`${where}.${language}`);
      if (error) return { text: error, isError: true };
      const found = missing.find(({ path }) => path.join(".") === where);
      return found && { text: t(`missing.${found.what}`), isError: false };
    },
  };
  const send = () => {
    setTried(true);
    const parsed = siteLegal.safeParse(legal);
    if (parsed.success) return save.mutate({ communityId, portalId, basedOn: stored.revision, legal: parsed.data });
    focusPlace(parsed.error.issues[0]?.path.join(".") ?? "");
  };
  const sectionsDone = NAMES.filter((name) => missingIn(missing, name) === 0).length;
  return (
    <FieldsProvider value={fields}>
      <LegalProvider
        value={{
          legal,
          valueAt,
          errorAt,
          put: (path, value) => setLegal(written(legal, stepsOf(path), value) as SiteLegal),
          missingAt: (path) => missing.find((one) => one.path.join(".") === path)?.what,
        }}
      >
        <div className="flex max-w-3xl flex-col gap-5">
          <p className="max-w-prose text-ink-muted">{t("lead")}</p>
          {missing.length === 0 ? (
            <Alert tone="success" title={t("complete")} />
          ) : (
            <Progress label={t("progress", { done: sectionsDone, all: NAMES.length })} share={sectionsDone / NAMES.length} />
          )}
          <LanguageChoice languages={languages} value={language} onChange={setLanguage} />
          {NAMES.map((name) => (
            <Section key={name} name={name} missing={missingIn(missing, name)}>
              {SECTIONS[name].Content}
            </Section>
          ))}
          <SaveFoot
            isChanged={isChanged}
            isPending={save.isPending}
            error={save.error}
            onSave={send}
            onReset={async () => {
              save.reset();
              setLegal(stored.legal);
              await onRead();
            }}
          />
        </div>
      </LegalProvider>
    </FieldsProvider>
  );
}

const stepsOf = (path: string) => path.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));

const missingIn = (missing: EditedLegal["missing"], name: SectionName) =>
  missing.filter(({ path }) => (SECTIONS[name].roots as readonly string[]).includes(String(path[0]))).length;

function Section({
  name,
  missing,
  children: Content,
}: {
  readonly name: SectionName;
  readonly missing: number;
  readonly children: () => ReactNode;
}) {
  const t = useTranslations("site-editor.legal");
  return (
    <details open={missing > 0} className="rounded-card border border-line bg-surface px-4 py-3 sm:px-5">
      <summary className="flex min-h-10 cursor-pointer flex-wrap items-center gap-3">
        <h2 className="font-medium text-large">{t(`sections.${name}.title`)}</h2>
        {missing > 0 ? <Badge tone="warning">{t("toFill", { count: missing })}</Badge> : <Badge tone="success">{t("filled")}</Badge>}
      </summary>
      <div className="flex flex-col gap-4 pt-3 pb-1">
        <p className="max-w-prose text-ink-muted text-small">{t(`sections.${name}.lead`)}</p>
        <Content />
      </div>
    </details>
  );
}
