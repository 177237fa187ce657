"use client";
import type { ContentLanguage } from "@archipel/blocks/languages.ts";
import type { EditedNavigation, Navigation } from "@archipel/contracts/site-navigation.ts";
import { FOOTER_COLUMNS_MAX, MENU_ENTRIES_MAX, navigation as navigationSchema } from "@archipel/contracts/site-navigation.ts";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { focusFirstFault } from "@archipel/ui/focus-first-fault.ts";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { useLeaveQuestion } from "../../../kit/forms/use-leave-question.ts";
import { QueryView } from "../../../kit/query-view.tsx";
import { type Fields, FieldsProvider } from "../fields/fields-context.tsx";
import { TextField } from "../fields/text-field.tsx";
import { Entries } from "../forms/entries.tsx";
import { LanguageChoice } from "../forms/language-choice.tsx";
import { SaveFoot } from "../forms/save-foot.tsx";
import { useSiteThings } from "../things/use-site-things.ts";
import { useTitle } from "../things/use-title.ts";
import { ColumnFields, EntryFields, newKey, SocialFields } from "./navigation-fields.tsx";
import { useNavigationProblems } from "./use-navigation-problems.ts";

const NO_PICTURES = new Map();

/** The menu of the header, the columns and links of the footer. */
export function NavigationTab({ portalId }: { readonly portalId: string }) {
  const api = useApi();
  const { id: communityId } = useCommunity();
  const stored = useQuery(api.siteNavigation.get.queryOptions({ communityId, portalId }, { refetchOnWindowFocus: false }));
  return (
    <QueryView query={stored} rows={6}>
      {(data) => (
        <NavigationForm
          key={data.revision}
          portalId={portalId}
          stored={data}
          onRead={async () => {
            await stored.refetch();
          }}
        />
      )}
    </QueryView>
  );
}

interface NavigationFormProps {
  readonly portalId: string;
  readonly stored: EditedNavigation;
  readonly onRead: () => Promise<void>;
}

function NavigationForm({ portalId, stored, onRead }: NavigationFormProps) {
  const t = useTranslations("site-editor.navigation");
  const titleOf = useTitle();
  const toasts = useToasts();
  const api = useApi();
  const queryClient = useQueryClient();
  const { id: communityId } = useCommunity();
  const [draft, setDraft] = useState<Navigation>(stored.navigation);
  const [language, setLanguage] = useState<ContentLanguage>(stored.languages[0] ?? "fr");
  const [isTried, setTried] = useState(false);
  const things = useSiteThings(portalId);
  const isChanged = draft !== stored.navigation;
  useLeaveQuestion(isChanged);
  const problemAt = useNavigationProblems(draft, stored.dangling, { isTried, isChanged });
  const save = useMutation(
    api.siteNavigation.save.mutationOptions({
      onSuccess: () => {
        toasts.add({ title: t("saved") });
        return queryClient.invalidateQueries(api.siteNavigation.pathFilter());
      },
    }),
  );
  const fields: Fields = {
    communityId,
    portalId,
    language,
    languages: stored.languages,
    things,
    pictures: NO_PICTURES,
    onPicture: () => {},
    problemAt,
  };
  const change = (part: Partial<Navigation>) => setDraft({ ...draft, ...part });
  const send = () => {
    setTried(true);
    if (navigationSchema.safeParse(draft).success) {
      save.mutate({ communityId, portalId, basedOn: stored.revision, navigation: draft });
      return;
    }
    focusFirstFault(() => document);
  };
  return (
    <FieldsProvider value={fields}>
      <div className="flex max-w-3xl flex-col gap-8">
        <LanguageChoice languages={stored.languages} value={language} onChange={setLanguage} />
        <Part title={t("header")} lead={t("headerLead")}>
          <RadioGroup
            legend={<span className="sr-only">{t("header")}</span>}
            name="header"
            value={draft.header === null ? "own" : "written"}
            onValueChange={(value) => change({ header: value === "own" ? null : [] })}
            options={[
              { value: "own", label: t("headerOwn"), hint: t("headerOwnHint") },
              { value: "written", label: t("headerWritten"), hint: t("headerWrittenHint") },
            ]}
          />
          {draft.header !== null && (
            <Entries
              label={t("header")}
              items={draft.header}
              max={MENU_ENTRIES_MAX}
              addLabel={t("addEntry")}
              nameOf={(item, index) => titleOf(item.label) || t("entry", { number: index + 1 })}
              made={() => ({ key: newKey(), label: {}, children: [] })}
              onChange={(header) => change({ header: [...header] })}
            >
              {(item, index, put) => <EntryFields value={item} where={`header.${index}`} onChange={put} />}
            </Entries>
          )}
        </Part>
        <Part title={t("footer")} lead={t("footerLead")}>
          <Entries
            label={t("footer")}
            items={draft.footer}
            max={FOOTER_COLUMNS_MAX}
            addLabel={t("addColumn")}
            nameOf={(item, index) => titleOf(item.title) || t("column", { number: index + 1 })}
            made={() => ({ key: newKey(), title: {}, entries: [] })}
            onChange={(footer) => change({ footer: [...footer] })}
          >
            {(item, index, put) => <ColumnFields value={item} where={`footer.${index}`} onChange={put} />}
          </Entries>
          <TextField
            label={t("footerText")}
            where="footerText"
            value={draft.footerText}
            max={600}
            isLong
            hint={t("footerTextHint")}
            onChange={(footerText) => change({ footerText })}
          />
        </Part>
        <Part title={t("social")} lead={t("socialLead")}>
          <SocialFields value={draft.social} onChange={(social) => change({ social: [...social] })} />
        </Part>
        <SaveFoot
          isChanged={isChanged}
          isPending={save.isPending}
          error={save.error}
          onSave={send}
          onReset={async () => {
            save.reset();
            setDraft(stored.navigation);
            await onRead();
          }}
        />
      </div>
    </FieldsProvider>
  );
}

function Part({ title, lead, children }: { readonly title: string; readonly lead: string; readonly children: ReactNode }) {
  return (
    <section className="flex flex-col gap-4">
      <div>
        <h2 className="text-title">{title}</h2>
        <p className="max-w-prose text-ink-muted">{lead}</p>
      </div>
      {children}
    </section>
  );
}
