"use client";
import type { ModelSummary } from "@archipel/contracts/models.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useQuery } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { matchesModel } from "./matches-model.ts";

interface ModelChoiceProps {
  readonly value: string | null;
  readonly suggested: string | null;
  readonly onChoose: (key: string) => void;
}

/**
 * The likely models first: the one that the files suggest, the chosen one, the community's own. The others are found by name, or listed on
 * demand: there are many, and what follows must stay in sight.
 */
export function ModelChoice({ value, suggested, onChoose }: ModelChoiceProps) {
  const t = useTranslations("checks.panel");
  const locale = useLocale();
  const api = useApi();
  const { id: communityId } = useCommunity();
  const models = useQuery(api.models.list.queryOptions({ communityId }));
  const [typed, setTyped] = useState("");
  const [isWhole, setWhole] = useState(false);
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 font-medium">{t("model")}</legend>
      <Field label={t("search")} isLabelHidden hint={t("searchHint")}>
        {(control) => <TextInput {...control} type="search" value={typed} onChange={(event) => setTyped(event.target.value)} />}
      </Field>
      <QueryView query={models} rows={4}>
        {(all) => {
          const isLikely = ({ key, source }: ModelSummary) => key === suggested || key === value || source === "own";
          const isShort = !isWhole && typed.trim() === "";
          const found = inOrder(all, suggested).filter((model) => (isShort ? isLikely(model) : matchesModel(model, typed)));
          return (
            <>
              <ul className="flex max-h-64 flex-col gap-1 overflow-y-auto p-0.5">
                {found.map((model) => (
                  <li key={model.key}>
                    <Button
                      className="w-full justify-start text-left"
                      aria-pressed={model.key === value}
                      onClick={() => onChoose(model.key)}
                    >
                      <Check aria-hidden className={`size-4 shrink-0 text-accent-ink ${model.key === value ? "" : "invisible"}`} />
                      <span className="min-w-0 flex-1 break-words">{model.title[locale]}</span>
                      {model.key === suggested && <Badge tone="success">{t("suggested")}</Badge>}
                      {model.source === "own" && <Badge>{t("own")}</Badge>}
                    </Button>
                  </li>
                ))}
                {found.length === 0 && !isShort && <li className="py-2 text-ink-muted">{t("none")}</li>}
              </ul>
              {isShort && found.length < all.length && (
                <Button tone="quiet" className="-ml-4 self-start" onClick={() => setWhole(true)}>
                  {t("all", { count: all.length })}
                </Button>
              )}
            </>
          );
        }}
      </QueryView>
    </fieldset>
  );
}

function inOrder(models: readonly ModelSummary[], suggested: string | null): ModelSummary[] {
  return models.toSorted((a, b) => Number(b.key === suggested) - Number(a.key === suggested));
}
