"use client";
import type { Rule } from "@archipel/answers/packs/rule.ts";
import type { AnswerPack, AnswerPlace } from "@archipel/contracts/answers.ts";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { PageHeader } from "../../../kit/page-header.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { links } from "../../../links.ts";
import type { PackRules, RuleDetails } from "../api-types.ts";
import { useText } from "../words.ts";
import { newRule } from "./new-rule-key.ts";
import { RuleEditor } from "./rule-editor.tsx";

interface NewRuleProps {
  readonly portalId: string;
  readonly pack: AnswerPack;
  readonly parents: readonly { readonly label: string; readonly href: string }[];
  readonly start: AnswerPlace;
}

/** A rule that the portal adds for a value that no rule knows. The address says the theme, the source and the tests. */
export function NewRule({ portalId, pack, parents, start }: NewRuleProps) {
  const t = useTranslations("admin.answers.rule");
  const text = useText();
  const api = useApi();
  const { id: communityId, slug } = useCommunity();
  const search = useSearchParams();
  const [place, setPlace] = useState(start);
  const packs = useQuery(api.answers.rules.queryOptions({ communityId, portalId }, { refetchOnWindowFocus: false }));
  return (
    <QueryView query={packs} rows={8}>
      {(all) => {
        const found = all.find((one) => one.pack === pack);
        const theme = found?.themes.find((one) => one.theme === search.get("theme"));
        const rule = found && theme && newRule(taken(found), theme.theme, search.get("source"), search.get("when"));
        if (!found || !theme || !rule) {
          return (
            <EmptyState
              title={t("newUnknown")}
              action={
                <Link className="underline underline-offset-2" href={links.answers(slug, portalId, "values")}>
                  {t("newUnknownLink")}
                </Link>
              }
            />
          );
        }
        return (
          <>
            <PageHeader title={t("new")} lead={text(theme.title)} parents={parents} />
            <RuleEditor portalId={portalId} details={detailsOf(found, theme, rule)} place={place} onChoose={setPlace} isNew />
          </>
        );
      }}
    </QueryView>
  );
}

const taken = ({ themes, orphans }: PackRules) => [...themes.flatMap(({ rules }) => rules.map(({ key }) => key)), ...orphans];

/** A rule that is not stored yet, as core-api would return it. */
function detailsOf(found: PackRules, { theme, title }: PackRules["themes"][number], rule: Rule): RuleDetails {
  const { pack, version, authorities, placeholders } = found;
  const nothing = { shipped: null, published: null, draft: null, isAlone: false, events: [], examples: [] };
  return { pack, packVersion: version, ruleKey: rule.key, theme: { theme, title }, ...nothing, added: rule, authorities, placeholders };
}
