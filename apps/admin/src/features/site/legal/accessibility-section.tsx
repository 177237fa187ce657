"use client";
import { accessibilityState, RGAA_THEMES, type RgaaTheme, type SiteLegal } from "@archipel/contracts/site-legal.ts";
import { formatPercent } from "@archipel/i18n/format.ts";
import { FieldError } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useLocale, useTranslations } from "next-intl";
import { Entries } from "../forms/entries.tsx";
import { useTitle } from "../things/use-title.ts";
import { useLegal } from "./legal-context.tsx";
import { LegalChoice, LegalLine, LegalText } from "./legal-fields.tsx";
import { rateOf } from "./rate.ts";

const RESULTS = ["passed", "failed", "notApplicable"] as const;
const THEMES = Object.keys(RGAA_THEMES) as RgaaTheme[];
const REASONS = ["disproportionate", "third-party", "archive", "other"] as const;
type Accessibility = SiteLegal["accessibility"];

/** The accessibility statement: its state, the grid of its test, what fails, what is exempt. */
export function AccessibilitySection() {
  const t = useTranslations("site-editor.legal.accessibility");
  const titleOf = useTitle();
  const { legal, put } = useLegal();
  const { tools, exemptions, sample } = legal.accessibility;
  return (
    <>
      <LegalChoice
        path="accessibility.state"
        label={t("state")}
        hint={t("state-hint")}
        options={accessibilityState.options.map((value) => ({ value, label: t(`states.${value}`) }))}
      />
      <LegalLine path="accessibility.standard" label={t("standard")} max={80} />
      <LegalLine path="accessibility.auditor" label={t("auditor")} />
      <LegalLine path="accessibility.testedOn" label={t("testedOn")} type="date" />
      <Grid />
      <h3 className="font-medium">{t("sample")}</h3>
      <Entries<Accessibility["sample"][number]>
        label={t("sample")}
        items={sample}
        max={40}
        addLabel={t("addSample")}
        nameOf={({ title }, index) => title || t("sampleNumber", { number: index + 1 })}
        made={() => ({ title: "", address: "" })}
        onChange={(next) => put("accessibility.sample", next)}
      >
        {(_, index) => (
          <>
            <LegalLine path={`accessibility.sample.${index}.title`} label={t("sampleTitle")} max={120} />
            <LegalLine path={`accessibility.sample.${index}.address`} label={t("sampleAddress")} type="url" max={500} />
          </>
        )}
      </Entries>
      <h3 className="font-medium">{t("tools")}</h3>
      <Entries<string>
        label={t("tools")}
        items={tools}
        max={20}
        addLabel={t("addTool")}
        nameOf={(tool, index) => tool || t("toolNumber", { number: index + 1 })}
        made={() => ""}
        onChange={(next) => put("accessibility.tools", next)}
      >
        {(_, index) => <LegalLine path={`accessibility.tools.${index}`} label={t("tool")} hint={t("tool-hint")} />}
      </Entries>
      <LegalText path="accessibility.failures" label={t("failures")} hint={t("failures-hint")} isMarkdown max={10_000} />
      <h3 className="font-medium">{t("exemptions")}</h3>
      <Entries<Accessibility["exemptions"][number]>
        label={t("exemptions")}
        items={exemptions}
        max={40}
        addLabel={t("addExemption")}
        nameOf={({ content }, index) => titleOf(content) || t("exemptionNumber", { number: index + 1 })}
        made={() => ({ content: {}, reason: "third-party" })}
        onChange={(next) => put("accessibility.exemptions", next)}
      >
        {(_, index) => (
          <>
            <LegalText path={`accessibility.exemptions.${index}.content`} label={t("exempt")} max={600} isLong />
            <LegalChoice
              path={`accessibility.exemptions.${index}.reason`}
              label={t("reason")}
              options={REASONS.map((value) => ({ value, label: t(`reasons.${value}`) }))}
            />
          </>
        )}
      </Entries>
      <LegalLine path="accessibility.plan" label={t("plan")} type="url" max={500} />
      <LegalLine path="accessibility.contact.mail" label={t("contactMail")} type="email" max={254} />
      <LegalLine path="accessibility.contact.form" label={t("contactForm")} type="url" max={500} />
      <LegalLine path="accessibility.declaredOn" label={t("declaredOn")} type="date" />
    </>
  );
}

/** The 13 themes of the standard with the criteria that hold, do not, or do not apply; the rate follows from them. */
function Grid() {
  const t = useTranslations("site-editor.legal.accessibility");
  const locale = useLocale();
  const { legal, put, errorAt } = useLegal();
  const { grid } = legal.accessibility;
  const rate = rateOf(grid);
  return (
    <div className="flex flex-col gap-2" data-where="accessibility.grid">
      <h3 className="font-medium">{t("grid")}</h3>
      <p className="text-ink-muted text-small">{t("grid-hint")}</p>
      <div className="relative overflow-x-auto rounded-card border border-line">
        <table className="w-full border-collapse text-left">
          <thead className="bg-sunken text-ink-muted text-small">
            <tr>
              <th scope="col" className="px-3 py-2 font-medium">
                {t("theme")}
              </th>
              {RESULTS.map((result) => (
                <th key={result} scope="col" className="px-2 py-2 font-medium">
                  {t(`results.${result}`)}
                </th>
              ))}
              <th scope="col" className="px-3 py-2 text-right font-medium">
                {t("left")}
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {THEMES.map((theme) => {
              const counts = grid[theme];
              const left = RGAA_THEMES[theme] - counts.passed - counts.failed - counts.notApplicable;
              const error = errorAt(`accessibility.grid.${theme}`);
              return (
                <tr key={theme}>
                  <th scope="row" className="px-3 py-1.5 font-normal">
                    {t(`themes.${theme}`)} <span className="figures text-ink-muted text-small">({RGAA_THEMES[theme]})</span>
                    {error && <FieldError>{error}</FieldError>}
                  </th>
                  {RESULTS.map((result) => (
                    <td key={result} className="px-2 py-1.5">
                      <TextInput
                        type="number"
                        inputMode="numeric"
                        min={0}
                        max={RGAA_THEMES[theme]}
                        className="figures !w-20"
                        aria-label={`${t(`themes.${theme}`)} : ${t(`results.${result}`)}`}
                        aria-invalid={left < 0 || undefined}
                        data-where={result === "passed" ? `accessibility.grid.${theme}` : undefined}
                        value={counts[result]}
                        onChange={(event) => {
                          const value = Math.round(event.target.valueAsNumber);
                          const within = Math.min(RGAA_THEMES[theme], Math.max(0, Number.isFinite(value) ? value : 0));
                          put(`accessibility.grid.${theme}.${result}`, within);
                        }}
                      />
                    </td>
                  ))}
                  <td className="figures px-3 py-1.5 text-right">{left < 0 ? <span className="text-danger">{left}</span> : left}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <output aria-live="polite" className="font-medium">
        {rate === null ? t("noRate") : t("rate", { rate: formatPercent(locale, rate) })}
      </output>
    </div>
  );
}
