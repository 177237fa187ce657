"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge } from "@archipel/ui/badge.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { links } from "../../../links.ts";
import type { PackRules, RuleSummary } from "../api-types.ts";
import { LevelBadge } from "../level-badge.tsx";
import { useText } from "../words.ts";
import { filteredRules, NO_FILTER, type RuleFilter } from "./rule-filter.ts";

const LEVELS = ["0", "1", "2", "3", "4", "none", "depends"] as const;
const STATES = ["shipped", "changed", "hidden", "added", "draft"] as const;

/** The rules of the chosen packs, by theme. */
export function RulesTab({ portalId }: { readonly portalId: string }) {
  const t = useTranslations("admin.answers.rules");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const rules = useQuery(api.answers.rules.queryOptions({ communityId, portalId }));
  return (
    <QueryView query={rules} rows={8}>
      {(packs) =>
        packs.length === 0 ? (
          <EmptyState icon={<ScrollText aria-hidden className="size-8" />} title={t("noPack")} action={null}>
            {t("noPackText")}
          </EmptyState>
        ) : (
          <RuleList portalId={portalId} packs={packs} />
        )
      }
    </QueryView>
  );
}

interface RuleListProps {
  readonly portalId: string;
  readonly packs: readonly PackRules[];
}

function RuleList({ portalId, packs }: RuleListProps) {
  const t = useTranslations("admin.answers.rules");
  const [filter, setFilter] = useState(NO_FILTER);
  const used = useDeferredValue(filter);
  const found = filteredRules(packs, used);
  const count = found.reduce((sum, { themes }) => sum + themes.reduce((of, { rules }) => of + rules.length, 0), 0);
  const orphans = packs.flatMap(({ orphans: keys }) => keys);
  return (
    <div className="flex flex-col gap-6">
      <Filters packs={packs} filter={filter} onChange={(part) => setFilter({ ...filter, ...part })} />
      <p className="text-ink-muted text-small" aria-live="polite">
        {t("count", { count })}
      </p>
      {orphans.length > 0 && <Alert tone="warning" title={t("orphans", { keys: orphans.join(", ") })} repair={t("orphansRepair")} />}
      {found.map((pack) =>
        pack.themes.map((theme) => <ThemeRules key={`${pack.pack} ${theme.theme}`} portalId={portalId} pack={pack} theme={theme} />),
      )}
    </div>
  );
}

interface FiltersProps {
  readonly packs: readonly PackRules[];
  readonly filter: RuleFilter;
  readonly onChange: (part: Partial<RuleFilter>) => void;
}

function Filters({ packs, filter, onChange }: FiltersProps) {
  const t = useTranslations("admin.answers.rules");
  const tl = useTranslations("admin.answers.levels");
  const text = useText();
  const all = { value: "", label: t("all") };
  const choices = [
    { part: "pack", options: [all, ...packs.map(({ pack, title }) => ({ value: pack, label: text(title) }))] },
    {
      part: "level",
      options: [all, ...LEVELS.map((value) => ({ value, label: /\d/.test(value) ? tl(`l${value}` as never) : tl(value as never) }))],
    },
    { part: "state", options: [all, ...STATES.map((value) => ({ value, label: t(`states.${value}`) }))] },
  ] as const;
  return (
    <search className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
      <Field label={t("search")}>
        {(control) => (
          <TextInput {...control} type="search" value={filter.words} onChange={({ target }) => onChange({ words: target.value })} />
        )}
      </Field>
      {choices.map(({ part, options }) => (
        <Field key={part} label={t(part)}>
          {(control) => (
            <Select {...control} value={filter[part]} options={options} onChange={({ target }) => onChange({ [part]: target.value })} />
          )}
        </Field>
      ))}
    </search>
  );
}

interface ThemeRulesProps {
  readonly portalId: string;
  readonly pack: PackRules;
  readonly theme: PackRules["themes"][number];
}

function ThemeRules({ portalId, pack, theme }: ThemeRulesProps) {
  const text = useText();
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-title">
        {text(theme.title)} <span className="font-normal text-ink-muted text-small">{text(pack.title)}</span>
      </h2>
      <ul className="divide-y divide-line rounded-card border border-line bg-surface">
        {theme.rules.map((rule) => (
          <RuleRow key={rule.key} portalId={portalId} pack={pack.pack} rule={rule} />
        ))}
      </ul>
    </section>
  );
}

const TONES = { shipped: "neutral", changed: "accent", hidden: "warning", added: "accent" } as const;

function RuleRow({ portalId, pack, rule }: { readonly portalId: string; readonly pack: string; readonly rule: RuleSummary }) {
  const t = useTranslations("admin.answers.rules.states");
  const text = useText();
  const { slug } = useCommunity();
  return (
    <li className="relative flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3 hover:bg-sunken">
      <span className="min-w-0 flex-1 basis-80">
        {/* The link covers the whole row. */}
        <Link href={links.answerRule(slug, portalId, pack, rule.key)} className="break-words after:absolute after:inset-0">
          {text(rule.statement)}
        </Link>
        <span className="block break-words text-ink-muted text-small">{rule.key}</span>
      </span>
      <span className="flex flex-wrap gap-2">
        <LevelBadge level={rule.level} />
        {rule.state !== "shipped" && <Badge tone={TONES[rule.state]}>{t(rule.state)}</Badge>}
        {rule.draft && <Badge tone="info">{t("draft")}</Badge>}
      </span>
    </li>
  );
}
