"use client";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Change } from "@archipel/map/edit/draft.ts";
import { OPERATION_TONES } from "@archipel/map/edit/operation-tones.ts";
import { HereMarks } from "@archipel/map/presence/here-marks.tsx";
import type { Company } from "@archipel/map/presence/people.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field, FieldError } from "@archipel/ui/field.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { Send, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { shapeState } from "./shape-state.ts";
import type { Sending } from "./use-sending.ts";
import { useValueText } from "./use-value-text.ts";

interface DraftReviewProps {
  /** The changes, what keeps them from being sent, and the message for the moderators. */
  readonly sending: Sending;
  /** Who else has which change open. */
  readonly company: Company;
  readonly fieldsOf: (layerId: string) => readonly LayerField[];
  readonly onShow: (key: string) => void;
  readonly onDrop: (key: string) => void;
  readonly failure: ReactNode;
}

/** Changes that are listed at once. A large draft is reviewed in the table. */
const LISTED = 100;

/** The changes of the draft in words, a message for the moderators, and the button that sends it. */
export function DraftReview({ sending, company, fieldsOf, onShow, onDrop, failure }: DraftReviewProps) {
  const { listed, labelOf, unfitOf, message, setMessage, send, isSending, obstacle } = sending;
  const t = useTranslations("contributions.review");
  const [most, setMost] = useState(LISTED);
  const rest = listed.length - most;
  return (
    <div className="grid gap-4">
      <h3 className="font-medium">{t("title")}</h3>
      {listed.length === 0 && <p className="text-ink-muted">{t("empty")}</p>}
      <ul className="divide-y divide-line border-line border-y empty:hidden">
        {listed.slice(0, most).map((change) => (
          <li key={change.key} className="flex items-start gap-2 py-2">
            <div className="min-w-0 flex-1">
              <Badge tone={OPERATION_TONES[change.operation]}>{t(change.operation)}</Badge>
              <button
                type="button"
                aria-label={t("show", { label: labelOf(change) })}
                className="mt-1 block min-h-6 break-words text-left font-medium hover:underline"
                onClick={() => onShow(change.key)}
              >
                {labelOf(change)}
              </button>
              <ChangeLines change={change} fields={fieldsOf(change.layerId)} />
              {shapeState(change) === "faulty" && <FieldError>{t("crossing")}</FieldError>}
              {shapeState(change) === "known" && <p className="text-ink-muted text-small">{t("crossedBefore")}</p>}
              {unfitOf(change).length > 0 && <FieldError>{t("unfitFields", { fields: unfitOf(change).join(", ") })}</FieldError>}
            </div>
            <HereMarks company={company} place={change.key} />
            <Button
              tone="quiet"
              isSquare
              className="text-ink-muted!"
              aria-label={t("drop", { label: labelOf(change) })}
              onClick={() => onDrop(change.key)}
            >
              <X aria-hidden className="size-4" />
            </Button>
          </li>
        ))}
      </ul>
      {rest > 0 && <Button onClick={() => setMost(most + LISTED)}>{t("more", { count: Math.min(rest, LISTED) })}</Button>}
      <Field label={t("message")} hint={t("messageHint")}>
        {(control) => (
          <TextArea {...control} rows={3} maxLength={4000} value={message} onChange={(event) => setMessage(event.target.value)} />
        )}
      </Field>
      {failure}
      <Button
        tone="primary"
        aria-busy={isSending}
        {...(obstacle !== undefined && { disabledReason: obstacle })}
        onClick={() => !isSending && send()}
      >
        <Send aria-hidden className="size-4" />
        {t("send")}
      </Button>
    </div>
  );
}

/** One line for each changed value: before and after. */
export function ChangeLines({ change, fields }: { readonly change: Change; readonly fields: readonly LayerField[] }) {
  const t = useTranslations("contributions");
  const say = useValueText();
  if (change.operation === "delete") return change.reason ? <p className="text-ink-muted text-small">{change.reason}</p> : null;
  return (
    <ul className="text-ink-muted text-small">
      {change.geometry && <li>{t(change.operation === "insert" ? "review.drawn" : "review.geometry")}</li>}
      {Object.entries(change.values).map(([column, value]) => {
        const field = fields.find((one) => one.column === column);
        const [before, after] = [say(change.base?.values[column] ?? null, field), say(value, field)];
        return (
          <li key={column} className="line-clamp-2 break-words">
            {t("review.change", { field: field?.label ?? field?.name ?? column, before, after })}
          </li>
        );
      })}
    </ul>
  );
}
