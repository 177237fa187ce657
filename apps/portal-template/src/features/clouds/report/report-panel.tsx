import { POINT_PROBLEMS, type PointProblem } from "@archipel/contracts/clouds.ts";
import type { PortalReporting } from "@archipel/contracts/reports.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { CloudEngine, CloudLook } from "@archipel/point-view/draw/cloud-engine.ts";
import type { OutlinePoints } from "@archipel/point-view/measure/outline-points.ts";
import { LIDAR_HD_CLASSES } from "@archipel/pointcloud/checks/lidar-hd.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { focusFirstFault } from "@archipel/ui/focus-first-fault.ts";
import { Select } from "@archipel/ui/select.tsx";
import { TextArea, TextInput } from "@archipel/ui/text-input.tsx";
import { Send } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { SentNotice } from "../../reports/form/sent-notice.tsx";
import { NotAllowed } from "../../reports/map/not-allowed.tsx";
import { FailureAlert } from "../../site/failure-alert.tsx";
import { useClassName } from "../class-name.ts";
import type { OpenedCloud } from "../opened-cloud.ts";
import { EnclosingActs } from "./enclosing-acts.tsx";
import { type Enclosing, shapeOf, useEnclosed } from "./use-enclosing.ts";
import { useSending } from "./use-sending.ts";

export interface ReportingPage {
  readonly portalId: string;
  readonly reporting: PortalReporting;
  readonly isSignedIn: boolean;
}

interface ReportPanelProps {
  readonly engine: CloudEngine;
  readonly cloud: OpenedCloud;
  readonly look: CloudLook;
  readonly page: ReportingPage;
  readonly enclosing: Enclosing;
  readonly onMiddle: () => void;
  readonly locale: Locale;
}

/** A report about points: an outline around them, what is wrong, and which class they should have. */
export function ReportPanel({ engine, cloud, look, page, enclosing, onMiddle, locale }: ReportPanelProps) {
  const t = useTranslations("clouds.viewer.report");
  const heading = useRef<HTMLHeadingElement>(null);
  const form = useRef<HTMLDivElement>(null);
  const [limits, setLimits] = useState<readonly [string, string]>(["", ""]);
  const [problem, setProblem] = useState<PointProblem>("class");
  const [classification, setClassification] = useState("");
  const [body, setBody] = useState("");
  const [email, setEmail] = useState("");
  const [isTried, setTried] = useState(false);
  const [low, high] = limits.map((text) => (text.trim() === "" ? null : Number(text.replace(",", "."))));
  const whole = useEnclosed(engine, enclosing, look, null);
  const heights = [low ?? whole?.heights[0] ?? 0, high ?? whole?.heights[1] ?? 0] as const;
  const inside = useEnclosed(engine, enclosing, look, heights);
  const { outcome, isSending, send, again } = useSending(page.portalId, locale);
  // The button with the focus is gone.
  useEffect(() => {
    if (outcome) heading.current?.focus();
  }, [outcome]);

  if (page.reporting.may !== "report") return <NotAllowed reporting={page.reporting} locale={locale} onClose={() => enclosing.clear()} />;
  if (outcome && outcome.is !== "refused")
    return (
      <SentNotice
        outcome={outcome}
        locale={locale}
        communityName={page.reporting.communityName}
        heading={heading}
        onClose={() => {
          enclosing.clear();
          setBody("");
          setTried(false);
          again();
        }}
      />
    );
  const faults = {
    outline: !inside && t("faults.outline"),
    heights: !(heights[0] <= heights[1]) && t("faults.heights"),
    body: body.trim() === "" && t("faults.body"),
    email: email.trim() !== "" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim()) && t("faults.email"),
  };
  const errorOf = (part: keyof typeof faults) => (isTried && faults[part]) || undefined;
  const submit = () => {
    setTried(true);
    const shape = shapeOf(engine, enclosing);
    if (!inside || !shape || Object.values(faults).some((fault) => fault !== false)) {
      focusFirstFault(() => form.current);
      return;
    }
    void send({
      cloud,
      shape,
      heights,
      classes: look.hidden.size > 0 ? cloud.classes.map(([code]) => code).filter((code) => !look.hidden.has(code)) : null,
      problem,
      classification: wantsClass(problem) && classification !== "" ? Number(classification) : null,
      seen: inside.classes,
      body,
      email: page.isSignedIn ? "" : email,
    });
  };
  return (
    <div ref={form} className="grid gap-4">
      <p className="text-ink-muted text-small">{t("hint")}</p>
      <EnclosingActs engine={engine} enclosing={enclosing} onMiddle={onMiddle} />
      <Inside inside={inside} fault={errorOf("outline")} locale={locale} />
      {whole && <Limits {...{ whole, limits, locale }} fault={errorOf("heights")} onLimits={setLimits} />}
      <ProblemFields {...{ problem, classification }} onProblem={setProblem} onClass={setClassification} />
      <Field label={t("body")} isRequired error={errorOf("body")}>
        {(control) => <TextArea {...control} rows={3} maxLength={4000} value={body} onChange={({ target: { value } }) => setBody(value)} />}
      </Field>
      {!page.isSignedIn && (
        <Field label={t("email")} hint={t("emailHint")} error={errorOf("email")}>
          {(control) => (
            <TextInput {...control} type="email" autoComplete="email" value={email} onChange={({ target: { value } }) => setEmail(value)} />
          )}
        </Field>
      )}
      {outcome?.is === "refused" && <FailureAlert error={outcome.error} />}
      <Button tone="primary" aria-busy={isSending} onClick={() => !isSending && submit()}>
        <Send aria-hidden className="size-5" />
        {t("send")}
      </Button>
    </div>
  );
}

const wantsClass = (problem: PointProblem) => problem === "class" || problem === "noise";

interface ProblemFieldsProps {
  readonly problem: PointProblem;
  readonly classification: string;
  readonly onProblem: (problem: PointProblem) => void;
  readonly onClass: (classification: string) => void;
}

/** What is wrong, and the class that would be right. */
function ProblemFields({ problem, classification, onProblem, onClass }: ProblemFieldsProps) {
  const t = useTranslations("clouds.viewer.report");
  const nameOf = useClassName();
  return (
    <>
      <Field label={t("problem")}>
        {(control) => (
          <Select
            {...control}
            value={problem}
            options={POINT_PROBLEMS.map((value) => ({ value, label: t(`problems.${value}`) }))}
            onChange={({ target: { value } }) => onProblem(POINT_PROBLEMS.find((one) => one === value) ?? "class")}
          />
        )}
      </Field>
      {wantsClass(problem) && (
        <Field label={t("classification")}>
          {(control) => (
            <Select
              {...control}
              value={classification}
              options={[
                { value: "", label: t("unknown") },
                ...[...LIDAR_HD_CLASSES].map((code) => ({ value: String(code), label: nameOf(code) })),
              ]}
              onChange={({ target: { value } }) => onClass(value)}
            />
          )}
        </Field>
      )}
    </>
  );
}

interface InsideProps {
  readonly inside: OutlinePoints | null;
  readonly fault: string | undefined;
  readonly locale: Locale;
}

/** How many points of each class are enclosed. */
function Inside({ inside, fault, locale }: InsideProps) {
  const t = useTranslations("clouds.viewer.report");
  const nameOf = useClassName();
  if (!inside)
    return (
      <p role="status" className={fault ? "text-danger" : "text-ink-muted"}>
        {fault ?? t("none")}
      </p>
    );
  const classes = [...inside.classes].toSorted(([, a], [, b]) => b - a);
  return (
    <p role="status">
      {t("found", { count: classes.reduce((sum, [, count]) => sum + count, 0) })}{" "}
      {classes.map(([code, count]) => `${nameOf(code)} ${formatNumber(locale, count)}`).join(", ")}
    </p>
  );
}

interface LimitsProps {
  readonly whole: OutlinePoints;
  readonly limits: readonly [string, string];
  readonly fault: string | undefined;
  readonly onLimits: (limits: readonly [string, string]) => void;
  readonly locale: Locale;
}

/** The heights between which points count. */
function Limits({ whole, limits, fault, onLimits, locale }: LimitsProps) {
  const t = useTranslations("clouds.viewer.report");
  return (
    <fieldset className="grid grid-cols-2 gap-3">
      <legend className="mb-1 font-medium font-text text-small">{t("heights")}</legend>
      {(["low", "high"] as const).map((end, index) => (
        <Field key={end} label={t(end)} error={index === 1 ? fault : undefined}>
          {(control) => (
            <TextInput
              {...control}
              inputMode="decimal"
              placeholder={formatNumber(locale, whole.heights[index] ?? 0, 2)}
              value={limits[index] ?? ""}
              onChange={({ target: { value } }) => onLimits(index === 0 ? [value, limits[1]] : [limits[0], value])}
            />
          )}
        </Field>
      ))}
    </fieldset>
  );
}
