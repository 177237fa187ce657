"use client";
import { type AnswerPack, type AnswerPlace, answerPack } from "@archipel/contracts/answers.ts";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { PageHeader } from "../../../kit/page-header.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { links } from "../../../links.ts";
import type { RuleDetails } from "../api-types.ts";
import { useText } from "../words.ts";
import { NewRule } from "./new-rule.tsx";
import { RuleEditor } from "./rule-editor.tsx";

interface RulePageProps {
  readonly portalId: string;
  /** Of the address. */
  readonly pack: string;
  /** `new` for a rule that the portal adds. */
  readonly ruleKey: string;
}

/** One rule: the form, its test at a place, its history and examples. */
export function RulePage({ portalId, pack, ruleKey }: RulePageProps) {
  const t = useTranslations("admin");
  const api = useApi();
  const { id: communityId, slug } = useCommunity();
  const known = answerPack.safeParse(pack).data ?? "fr-plu";
  const key = decodeURIComponent(ruleKey);
  const portal = useQuery(api.portals.get.queryOptions({ communityId, portalId }));
  return (
    <QueryView query={portal} rows={8} back={{ label: t("nav.portals"), href: links.portals(slug) }}>
      {({ name, view: { lon, lat } }) => {
        const parents = [
          { label: t("nav.portals"), href: links.portals(slug) },
          { label: name, href: links.portal(slug, portalId) },
          { label: t("answers.title"), href: links.answers(slug, portalId, "rules") },
        ];
        const start: AnswerPlace = { kind: "point", lon, lat, precision: "exact" };
        return key === "new" ? (
          <NewRule portalId={portalId} pack={known} parents={parents} start={start} />
        ) : (
          <KnownRule portalId={portalId} pack={known} ruleKey={key} parents={parents} start={start} />
        );
      }}
    </QueryView>
  );
}

interface KnownRuleProps {
  readonly portalId: string;
  readonly pack: AnswerPack;
  readonly ruleKey: string;
  readonly parents: readonly { readonly label: string; readonly href: string }[];
  readonly start: AnswerPlace;
}

function KnownRule({ portalId, pack, ruleKey, parents, start }: KnownRuleProps) {
  const t = useTranslations("admin.answers.rule");
  const text = useText();
  const api = useApi();
  const { id: communityId, slug } = useCommunity();
  // The place stays when a saved draft opens the form again.
  const [place, setPlace] = useState(start);
  const rule = useQuery(
    // A refetch must not replace the form during an edit. The save reports when somebody else changed the rule.
    api.answers.rule.queryOptions({ communityId, portalId, pack, ruleKey }, { refetchOnWindowFocus: false, staleTime: 0 }),
  );
  return (
    <QueryView query={rule} rows={8} back={{ label: t("back"), href: links.answers(slug, portalId, "rules") }}>
      {(data) => (
        <>
          <PageHeader title={text(data.theme?.title) || t("title")} lead={data.ruleKey} parents={parents} />
          <RuleEditor key={editionOf(data)} portalId={portalId} details={data} place={place} onChoose={setPlace} />
        </>
      )}
    </QueryView>
  );
}

const editionOf = ({ draft, published }: RuleDetails) => draft?.id ?? published?.updatedAt.toISOString() ?? "shipped";
