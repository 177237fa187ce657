"use client";
import type { Rule } from "@archipel/answers/packs/rule.ts";
import type { AnswerPlace } from "@archipel/contracts/answers.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useLeaveQuestion } from "../../../kit/forms/use-leave-question.ts";
import type { RuleDetails } from "../api-types.ts";
import { RuleExamples } from "../examples/rule-examples.tsx";
import { TrialPanel } from "../trial/trial-panel.tsx";
import { useTrial } from "../trial/use-trial.ts";
import { RuleActions } from "./rule-actions.tsx";
import { addedOf, changeOf, type RuleDraft, ruleDraft } from "./rule-draft.ts";
import { RuleForm } from "./rule-form.tsx";
import { RuleHistory } from "./rule-history.tsx";
import { RuleState } from "./rule-state.tsx";

interface RuleEditorProps {
  readonly portalId: string;
  readonly details: RuleDetails;
  readonly place: AnswerPlace;
  readonly onChoose: (place: AnswerPlace) => void;
  /** True for a rule that is not stored yet. */
  readonly isNew?: boolean;
}

const EFFECTS = ["binding", "pending", "information"] as const;

/** The form of a rule beside its test at a place, which follows what is typed. */
export function RuleEditor({ portalId, details, place, onChoose, isNew = false }: RuleEditorProps) {
  const t = useTranslations("admin.answers.rule");
  const { pack, ruleKey, shipped, draft: stored, theme } = details;
  const opened = openedRule(details);
  const [base, setBase] = useState(opened.rule);
  const [draft, setDraft] = useState(() => ruleDraft(opened.rule, opened.isHidden));
  const change = (part: Partial<RuleDraft>) => setDraft((before) => ({ ...before, ...part }));
  const made = shipped ? changeOf(shipped, draft) : addedOf(theme?.theme ?? "", base, draft);
  const [start] = useState(() => JSON.stringify(made));
  const isChanged = isNew || JSON.stringify(made) !== start;
  const sent: Record<string, unknown> = { ...made };
  // A draft that removes an added rule is tried as it is stored, until the form is changed.
  const tried = stored?.isReset && !isChanged ? {} : sent;
  const trial = useTrial(portalId, place, { pack, ruleKey, change: tried });
  // An empty new rule is not a mistake yet.
  const isTouched = !isNew || JSON.stringify(draft) !== JSON.stringify(ruleDraft(opened.rule));
  const found = trial.data?.mistakes ?? [];
  const mistakes = isTouched ? found : [];
  useLeaveQuestion(isChanged && !isNew);
  return (
    <div className="flex flex-col gap-6">
      <RuleState details={details} />
      <a href="#test" className="self-start underline underline-offset-2 xl:hidden">
        {t("toTest")}
      </a>
      {mistakes.length > 0 && <Alert tone="danger" title={t("mistakes", { count: mistakes.length })} repair={t("mistakesRepair")} isLive />}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-10 xl:grid-cols-[minmax(0,1fr)_minmax(0,30rem)]">
        <form method="dialog" noValidate className="flex min-w-0 flex-col gap-8" onSubmit={(event) => event.preventDefault()}>
          <RuleForm
            rule={shipped ?? base}
            isShipped={shipped !== null}
            draft={draft}
            mistakes={mistakes}
            words={details}
            onChange={change}
          />
          {!shipped && <EffectField rule={base} onChange={setBase} />}
          <RuleActions
            portalId={portalId}
            details={details}
            change={sent}
            isChanged={isChanged}
            hasMistakes={found.length > 0}
            {...(shipped && { onReset: () => setDraft(ruleDraft(shipped)) })}
          />
          {details.events.length > 0 && (
            <RuleHistory events={details.events} onRestore={(rule, isHidden) => setDraft(ruleDraft(rule, isHidden))} />
          )}
        </form>
        <section
          id="test"
          aria-label={t("test")}
          className="flex min-w-0 flex-col gap-4 xl:sticky xl:top-4 xl:self-start xl:max-h-[calc(100dvh-2rem)] xl:overflow-y-auto"
        >
          <h2 className="text-title">{t("test")}</h2>
          <TrialPanel portalId={portalId} place={place} trial={trial} rule={`${pack}/${ruleKey}`} onChoose={onChoose}>
            <RuleExamples
              portalId={portalId}
              details={details}
              place={place}
              change={tried}
              isReady={trial.isSuccess && !trial.isPlaceholderData && found.length === 0}
              canSave={!isNew}
            />
          </TrialPanel>
        </section>
      </div>
    </div>
  );
}

/** What the form opens with: the draft, else what is published, else the pack's rule. */
function openedRule({ draft, published, shipped, added, ruleKey }: RuleDetails): { rule: Rule; isHidden: boolean } {
  for (const change of [draft, published]) {
    if (change?.rule) return { rule: change.rule, isHidden: change.isHidden };
  }
  const rule = shipped ?? added;
  if (!rule) throw new Error(`the rule ${ruleKey} has no content`);
  return { rule, isHidden: false };
}

function EffectField({ rule, onChange }: { readonly rule: Rule; readonly onChange: (rule: Rule) => void }) {
  const t = useTranslations("admin.answers.rule");
  return (
    <Field label={t("legalEffect")} hint={t("legalEffectHint")} className="max-w-96">
      {(control) => (
        <Select
          {...control}
          value={rule.legalEffect}
          options={EFFECTS.map((value) => ({ value, label: t(`effectsOf.${value}`) }))}
          onChange={({ target }) => onChange({ ...rule, legalEffect: EFFECTS.find((one) => one === target.value) ?? "information" })}
        />
      )}
    </Field>
  );
}
